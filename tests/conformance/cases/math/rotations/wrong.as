void wrong()
{
    Quat::from_axis_angle(1, Vec3::Y);
    Quat::from_euler(1, 2);
}
