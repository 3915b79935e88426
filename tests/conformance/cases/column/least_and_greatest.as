#include "check"

void main()
{
    array<int> numbers = {3, 1, 4, 1, 5};
    array<Entity> list;
    for (uint i = 0; i < numbers.length(); i++) {
        Entity e = entity::create();
        list.insertLast(e);
        int x = numbers[i];
        e.add("Transform", dictionary = {{"translation", Vec3(x, -x, i + 1)}});
        e.add("Stats", dictionary = {{"level", x}, {"speed", 10 - x}});
    }
    Query@ q = query::create(array<string> = {"Transform", "Stats"});
    Column@ place = q.column("Transform.translation"), x = q.column("Transform.translation.x");
    Column@ level = q.column("Stats.level"), speed = q.column("Stats.speed"), alive = q.column("Stats.alive");

    // The entity of the least or greatest row; of several, the first.
    check::show(x.argmin() == list[1], x.argmax() == list[4], level.argmin() == list[1], speed.argmax() == list[1]);
    check::show(x.argmin(x.greater(1)) == list[0], level.argmax(level.less(5)) == list[2]);
    check::show(level.argmin(level.greater(5)), query::create(array<string> = {"Relic"}).column("Relic.power").argmax());
    // What is no number is never the least.
    Column@ none = x.copy();
    none.sub(1);
    none.div(none);
    check::show(none.argmin() == list[0], none.argmax() == list[0]);
    try { place.argmin(); check::passed(); } catch { check::failed(); }
    try { alive.argmax(); check::passed(); } catch { check::failed(); }

    // The lesser or greater of each row and something.
    x.minimum(3);
    check::show(x.to_list());
    x.maximum(speed);
    check::show(x.to_list());
    level.minimum(4, level.greater(1));
    check::show(level.to_list());
    level.maximum(level);
    level.maximum(2);
    check::show(level.to_list());
    place.minimum(Vec3(7, -2, 3));
    check::show(place.to_list());
    place.maximum(2);
    check::show(place.to_list());
    try { place.minimum("up"); check::passed(); } catch { check::failed(); }
    try { level.maximum(1.5); check::passed(); } catch { check::failed(); }
    try { place.maximum(level.equal(2)); check::passed(); } catch { check::failed(); }

    // NaN is neither less nor greater, and not passed over: a component refuses it, numbers of one's own take it.
    try { x.minimum(NAN); check::passed(); } catch { check::failed(); }
    try { place.maximum(Vec3(0, NAN, 0)); check::passed(); } catch { check::failed(); }
    try { x.maximum(none); check::passed(); } catch { check::failed(); }
    none.maximum(7);
    Column@ own = x.copy();
    own.minimum(NAN, own.less(6));
    check::show(none.to_list(), own.to_list(), own.min(), own.max());
    check::show(x.to_list());
}
