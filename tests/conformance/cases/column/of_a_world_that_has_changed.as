#include "check"

void main()
{
    array<Entity> list;
    for (int i = 1; i <= 3; i++) {
        Entity e = entity::create();
        list.insertLast(e);
        e.add("Health", dictionary = {{"current", i}});
    }
    Query@ q = query::create(array<string> = {"Health"});
    Column@ current = q.column("Health.current");
    Column@ mask = current.less(3);
    Column@ copy = current.copy();

    // Who is not of the query may come and go.
    entity::create().destroy();
    entity::create().add("Speed");
    check::show(current.to_list());

    list[0].destroy();
    try { current.add(1); check::passed(); } catch { check::failed(); }
    try { current.to_list(); check::passed(); } catch { check::failed(); }
    try { current.len(); check::passed(); } catch { check::failed(); }
    try { mask.count(); check::passed(); } catch { check::failed(); }
    try { copy.sum(); check::passed(); } catch { check::failed(); }
    check::show(component::get(list[1], "Health")["current"]);

    @current = q.column("Health.current");
    try { current.add(1, mask); check::passed(); } catch { check::failed(); }
    try { current.add(copy); check::passed(); } catch { check::failed(); }
    list[1].add("Speed");
    try { current.add(1); check::passed(); } catch { check::failed(); }
    @current = q.column("Health.current");
    list[1].remove("Speed");
    list[2].set("Health", dictionary = {{"current", 30}});
    try { current.get(list[2]); check::passed(); } catch { check::failed(); }
    @current = q.column("Health.current");
    Entity fresh = entity::create();
    fresh.add("Health", dictionary = {{"current", 4}});
    // A column does not grow: its entities are still where they were.
    check::show(current.to_list(), q.column("Health.current").to_list());
}
