#include "check"

void main()
{
    Entity e = entity::create();
    // It is its field: no dictionary around it is needed.
    e.add("Speed", 2.5);
    check::show(e.get("Speed"));
    e.set("Speed", 3);
    check::show(e.get("Speed"));
    e.set("Speed", dictionary = {{"value", 3.5}});
    check::show(e.get("Speed"));
    Speed@ speed = component::speed(e);
    speed.value = 4;
    check::show(speed.value, e.get("Speed"));
    try { component::set(e, "Speed", dictionary = {{"speed", 1}}); check::passed(); } catch { check::failed(); }
    try { component::set(e, "Speed", "fast"); check::passed(); } catch { check::failed(); }
    Component@ handle = speed;
    try { handle["speed"] = 1; check::passed(); } catch { check::failed(); }
}
