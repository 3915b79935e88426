// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Health");
    bool removed = component::remove(e, "Health");
    check::show(removed, e.has("Health"), e.remove("Health"));
    check::refused("wrong.as");
    try { component::remove(e, Value(1)); check::passed(); } catch { check::failed(); }
    try { component::remove(e, "Helth"); check::passed(); } catch { check::failed(); }
    try { component::remove(check::dead(), "Health"); check::passed(); } catch { check::failed(); }
}
