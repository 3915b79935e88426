#include "check"

void main()
{
    for (int i = 1; i <= 4; i++) {
        Entity e = entity::create();
        e.add("Transform", dictionary = {{"translation", Vec3(i, -i, 0.5)}});
        e.add("Stats", dictionary = {{"level", i}, {"speed", i}});
    }
    Query@ q = query::create(array<string> = {"Transform", "Stats"});
    Column@ place = q.column("Transform.translation"), level = q.column("Stats.level");
    check::show(place.sum(), place.mean(), place.min(), place.max());
    check::show(level.sum(), level.mean(), level.min(), level.max());
    check::show(place.dot(Vec3(1, 0, 2)).to_list(), place.dot(place).sum());

    // What is computed is a column of its own numbers.
    Column@ copy = place.copy();
    copy.scale(2);
    copy.set_at(q.first(), Vec3(9, 9, 9));
    check::show(copy.to_list(), place.sum(), copy.get(q.first()));
    Column@ length = place.length();
    length.add(level);
    check::show(length.to_list(), double(length.mean()) > 0, copy is copy, copy is place.copy());

    // A query may find nothing.
    Column@ none = query::create(array<string> = {"Relic"}).column("Relic.power");
    none.add(1);
    none.set_list(array<double> = {});
    check::show(none.len(), none.to_list(), none.sum(), none.mean(), none.min(), none.max(), none.entities());
}
