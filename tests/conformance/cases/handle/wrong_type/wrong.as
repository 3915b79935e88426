void wrong(Stats@ stats)
{
    stats.level = "high";
    stats.level = null;
    stats.name = 5;
    stats.alive = 1;
    stats.speed = "fast";
    stats.tint = Vec2(1, 2);
    stats.offset = Vec3(1, 2, 3);
    stats.facing = Vec3(1, 2, 3);
}
