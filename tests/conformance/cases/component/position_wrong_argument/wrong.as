void wrong(Entity e)
{
    component::get_position();
    component::get_position("e");
    component::set_position();
    component::set_position(e);
    component::set_position(e, null);
    component::set_position(e, "up");
    component::set_position(e, 1, 2, 3);
    component::set_position(e, Vec2(1, 2));
    component::set_position(e, array<int> = {1, 2, 3});
    component::set_position(e, Quat(0, 0, 0, 1));
    component::set_position("e", Vec3(1, 2, 3));
}
