// frames: 2
#include "check"

Query@ q;
Column@ current, copy;

void on_start()
{
    entity::create().add("Health", dictionary = {{"current", 5}});
    @q = query::create(array<string> = {"Health"});
    @current = q.column("Health.current");
    @copy = current.copy();
    check::show(current.to_list());
}

void update(double dt)
{
    try { current.to_list(); check::passed(); } catch { check::failed(); }
    try { current.add(1); check::passed(); } catch { check::failed(); }
    try { copy.sum(); check::passed(); } catch { check::failed(); }
    Column@ fresh = q.column("Health.current");
    try { fresh.add(current); check::passed(); } catch { check::failed(); }
    try { fresh.add(1, copy); check::passed(); } catch { check::failed(); }
    check::show(fresh.to_list());
}
