void wrong()
{
    Vec3("a");
    Quat(1);
    Vec3 v = 1;
}
