#include "check"

void main()
{
    for (int i = 0; i <= 3; i++) {
        Entity e = entity::create();
        e.add("Transform", dictionary = {{"translation", Vec3(i, i, 0)}});
        e.add("Stats", dictionary = {{"level", i}, {"speed", i}});
    }
    Query@ q = query::create(array<string> = {"Transform", "Stats"});
    Column@ place = q.column("Transform.translation"), level = q.column("Stats.level");
    Column@ layers = q.column("Stats.armor.layers"), speed = q.column("Stats.speed");
    double big = 1e308, inf = big * 10, nan = inf - inf;
    try { place.scale(inf); check::passed(); } catch { check::failed(); }
    try { place.add(Vec3(0, nan, 0)); check::passed(); } catch { check::failed(); }
    try { place.set(Vec3(nan, 0, 0)); check::passed(); } catch { check::failed(); }
    try { place.add_scaled(place, nan); check::passed(); } catch { check::failed(); }
    try { place.clamp(nan, 1); check::passed(); } catch { check::failed(); }
    try { place.div(speed); check::passed(); } catch { check::failed(); }
    try { speed.set_list(array<double> = {1, 2, nan, 4}); check::passed(); } catch { check::failed(); }
    try { speed.set_at(q.first(), nan); check::passed(); } catch { check::failed(); }
    try { place.set(Vec3(1, 1, 1).normalize(), 5); check::passed(); } catch { check::failed(); }
    try { level.mul(2147483647); check::passed(); } catch { check::failed(); }
    try { level.add(0.5); check::passed(); } catch { check::failed(); }
    try { level.add(speed); check::passed(); } catch { check::failed(); }
    try { level.div(2); check::passed(); } catch { check::failed(); }
    try { layers.set(256); check::passed(); } catch { check::failed(); }
    try { layers.sub(1); check::passed(); } catch { check::failed(); }
    try { q.column("Transform.translation.x").add(1e300); check::passed(); } catch { check::failed(); }
    check::show(place.to_list(), level.to_list(), layers.to_list(), speed.to_list());

    // Where a mask is false, nothing is written, so nothing is refused.
    place.scale(inf, speed.greater(5));
    layers.sub(1, speed.greater(5));
    // Infinity is a number, as everywhere.
    speed.div(0, speed.greater(0));
    check::show(place.to_list(), layers.to_list(), speed.to_list());
    // A column of its own numbers holds anything.
    Column@ own = speed.copy();
    own.sub(own);
    check::show(own.to_list(), own.equal(own).count());
    try { speed.set(own); check::passed(); } catch { check::failed(); }
    check::show(speed.to_list());
}
