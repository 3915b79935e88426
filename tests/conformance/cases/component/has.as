// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main()
{
    Entity e = entity::create();
    check::show(component::has(e, "Health"));
    e.add("Health");
    check::show(component::has(e, "Health"), e.has("Health"), e.has("Stats"));
    check::refused("wrong.as");
    try { component::has(e, Value(false)); check::passed(); } catch { check::failed(); }
    try { component::has(e, "Zebra"); check::passed(); } catch { check::failed(); }
    try { component::has(check::dead(), "Health"); check::passed(); } catch { check::failed(); }
}
