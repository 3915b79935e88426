#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Stats");
    e.add("Transform");
    Stats@ stats = component::stats(e);
    Transform@ transform = component::transform(e);
    try { stats.speed = NAN; check::passed(); } catch { check::failed(); }
    try { stats.armor.value = NAN; check::passed(); } catch { check::failed(); }
    try { stats.tint = Vec3(0, NAN, 0); check::passed(); } catch { check::failed(); }
    try { transform.translation.x = NAN; check::passed(); } catch { check::failed(); }
    try { stats.armor.value = 1e300; check::passed(); } catch { check::failed(); }
    stats.speed = INFINITY;
    stats.armor.value = -INFINITY;
    check::show(stats.speed, stats.armor.value, stats.tint, transform.translation);
}
