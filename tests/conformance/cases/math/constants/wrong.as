void wrong()
{
    Vec3::W;
    Vec3::zero;
    Vec2::Z;
    Quat::from_axis_angel;
    Vec3::Y = Vec3(0, 2, 0);
    Vec3::Y.x = 5;
}
