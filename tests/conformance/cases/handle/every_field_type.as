#include "check"

void main()
{
    Entity e = entity::create(), other = entity::create();
    e.add("Stats");
    Stats@ stats = component::stats(e);
    check::show(stats.level, stats.name, stats.speed, stats.alive, stats.target, stats.tint, stats.offset,
                stats.facing);
    stats.level = 12;
    stats.name = "a\0b ü";
    stats.speed = 1e300;
    stats.alive = true;
    stats.target = other;
    stats.tint = Vec3(1, 2, 3);
    stats.offset = Vec2(4, 5);
    stats.facing = Quat(1, 0, 0, 0);
    check::show(stats.level, stats.name, stats.speed, stats.alive, stats.target == other);
    check::show(stats.tint, stats.offset, stats.facing);
    stats.target = Value();
    check::show(stats.target);
}
