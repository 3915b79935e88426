void wrong(Entity e)
{
    component::get_rotation();
    component::set_rotation(e);
    component::set_rotation(e, Vec3(0, 1, 0));
    component::set_rotation(e, 90);
}
