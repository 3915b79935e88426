#include "check"

void main()
{
    for (int i = 1; i <= 3; i++) {
        Entity e = entity::create();
        e.add("Transform", dictionary = {{"translation", Vec3(i, 10 * i, 0)}});
        e.add("Stats", dictionary = {{"tint", Vec3(0, 1, i)}, {"speed", i / 2.0}});
    }
    entity::create().add("Transform");

    Query@ q = query::create(array<string> = {"Transform", "Stats"});
    Column@ place = q.column("Transform.translation");
    Column@ velocity = q.column("Stats.tint"), speed = q.column("Stats.speed");
    check::show(q.entities().length(), place.len(), string(place));
    place.add(Vec3(1, 0, 0));
    check::show(place.to_list());
    place.sub(velocity);
    check::show(place.to_list());
    place.add_scaled(velocity, 0.5);
    check::show(place.to_list());
    place.add_scaled(velocity, speed);
    check::show(place.to_list());
    place.mul(Vec3(1, 0, 2));
    check::show(place.to_list());
    place.mul(speed);
    check::show(place.to_list());
    place.div(2);
    check::show(place.to_list());
    place.scale(4);
    check::show(place.to_list());
    place.clamp(0, Vec3(2, 2, 20));
    check::show(place.to_list());
    place.normalize();
    check::show(place.length().to_list());
    place.set(Vec3(3, 4, 0));
    check::show(place.to_list(), place.length().to_list());
    place.set(velocity);
    check::show(place.to_list());
    // Vectors and numbers may be given as elsewhere.
    place.set(array<int> = {1, 2, 3});
    check::show(place.to_list());

    // One number of a vector is a column as well.
    Column@ x = q.column("Transform.translation.x");
    x.add(speed);
    x.scale(10);
    check::show(x.to_list(), place.to_list());

    // Both sides may be the same.
    place.add(place);
    place.sub(place);
    check::show(place.to_list());
}
