void on_start(Entity e)
{
    entity::find_in_radius(Vec3(0, 0, 0), -1);
}
