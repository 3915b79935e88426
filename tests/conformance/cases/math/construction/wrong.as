void wrong()
{
    Vec3("a", 1, 2);
    Vec2(1, dictionary());
    Vec3(1, 2);
    Vec2(1, 2, 3);
    Quat(1, 2);
}
