void wrong(Vec2 v2, Vec3 v3, Quat q)
{
    v3 * null;
    1 - v3;
    2 / q;
    v3.w;
    v3.w = 1;
    v3.x = "a";
    v3.x = null;
    v3.lenght();
    v3.dot(v2);
    v3.dot();
    v3 + 1;
    v3 + v2;
    v3 - "a";
    v3 += 1.5;
    q - v3;
}
