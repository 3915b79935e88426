#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Transform", dictionary = {{"translation", Vec3(1, 2, 3)}});
    e.add("Stats", dictionary = {{"offset", Vec2(1, 2)}, {"facing", Quat(0, 0, 0, 1)}});
    Transform@ transform = component::transform(e);
    Stats@ stats = component::stats(e);
    transform.translation.x = 5;
    check::show(transform.translation, e.get_position());
    stats.offset.y = 7;
    stats.facing.w = 2;
    check::show(stats.offset, stats.facing);
    // A Vec3 is a picture of the moment it was read; what the handle has is the place itself.
    Vec3 before = transform.translation;
    Vec3Field@ place = transform.translation;
    e.set_position(Vec3(10, 20, 30));
    check::show(before);
    before.y = 6;
    place.y = 6;
    check::show(before, e.get_position());
    // What is computed from it is a value of its own.
    Vec3 sum = before + Vec3(0, 0, 0);
    sum.z = 100;
    check::show(sum, e.get_position());
}
