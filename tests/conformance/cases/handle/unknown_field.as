// Of a handle whose type the compiler knows, a field that is not there does not compile, and neither does a key that is no
// name; a handle to any component finds out at run time.
#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Health");
    e.add("Stats");
    Component@ health = component::handle(e, "Health"), armor = component::stats(e).armor;
    try { check::show(health["curent"]); } catch { check::failed(); }
    try { health["curent"] = 5; check::passed(); } catch { check::failed(); }
    try { check::show(health["zebra"]); } catch { check::failed(); }
    try { check::show(armor["layer"]); } catch { check::failed(); }
    try { armor["layer"] = 1; check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
}
