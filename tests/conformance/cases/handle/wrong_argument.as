// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main()
{
    Entity e = entity::create();
    check::refused("wrong.as");
    try { component::handle(e, Value(1)); check::passed(); } catch { check::failed(); }
    try { component::handle(e, "Helth"); check::passed(); } catch { check::failed(); }
    try { component::handle(e, "Health"); check::passed(); } catch { check::failed(); }
    try { component::handle(Value("e"), "Health"); check::passed(); } catch { check::failed(); }
    try { component::handle(check::dead(), "Health"); check::passed(); } catch { check::failed(); }
    // The functions that give a handle of the component's own type say the same.
    try { component::health(e); check::passed(); } catch { check::failed(); }
    try { component::health(check::dead()); check::passed(); } catch { check::failed(); }
}
