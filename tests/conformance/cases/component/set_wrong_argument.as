// A wrong number of arguments does not compile.
#include "check"

void main()
{
    Entity e = entity::create(), without = entity::create();
    e.add("Health", dictionary = {{"current", 5}, {"max", 10}});
    check::refused("wrong.as");
    dictionary patch = {{"current", 1}};
    try { component::set(e, "Health", null); check::passed(); } catch { check::failed(); }
    try { component::set(e, "Health", 3); check::passed(); } catch { check::failed(); }
    try { component::set(e, "Helth", dictionary()); check::passed(); } catch { check::failed(); }
    try { component::set(without, "Health", patch); check::passed(); } catch { check::failed(); }
    try { component::set(check::dead(), "Health", patch); check::passed(); } catch { check::failed(); }
    try { component::set(e, "Health", dictionary = {{"maximum", 1}}); check::passed(); } catch { check::failed(); }
    try { component::set(e, "Health", array<int> = {1, 2}); check::passed(); } catch { check::failed(); }
    check::show(e.get("Health"));
}
