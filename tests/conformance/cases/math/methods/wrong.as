void wrong(Vec3 a, Vec3 b, Vec2 c)
{
    a.lerp(b);
    a.lerp(b, "half");
    a.length(1);
    a.dot(c);
    a.cross();
    Vec3::dot(a, b);
}
