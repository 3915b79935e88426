#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Health");
    e.add("Transform");
    Health@ health = component::health(e);
    Vec3Field@ place = component::transform(e).translation;
    e.destroy();
    // Someone else moves in where it was.
    Entity other = entity::create();
    other.add("Health", dictionary = {{"current", 99}});
    try { check::show(health.current); } catch { check::failed(); }
    try { health.current = 1; check::passed(); } catch { check::failed(); }
    try { place.x = 1; check::passed(); } catch { check::failed(); }
    check::show(other.get("Health")["current"]);
}
