#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Health", dictionary = {{"current", 5}, {"max", 10}});
    e.add("Stats");
    e.add("Transform");
    Health@ health = component::health(e);
    Armor@ armor = component::stats(e).armor;
    Vec3Field@ place = component::transform(e).translation;
    e.remove("Health");
    e.remove("Stats");
    e.remove("Transform");
    try { check::show(health.current); } catch { check::failed(); }
    try { health.current = 1; check::passed(); } catch { check::failed(); }
    try { check::show(armor.value); } catch { check::failed(); }
    try { armor.value = 1; check::passed(); } catch { check::failed(); }
    try { place.x = 1; check::passed(); } catch { check::failed(); }
    // It is a handle to "the Health of e": when there is one again, it works again.
    e.add("Health", dictionary = {{"current", 3}, {"max", 4}});
    check::show(health.current);
}
