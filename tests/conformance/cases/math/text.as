void main()
{
    print(string(Vec2(1, 2)));
    print(string(Vec3(0.5, -2, 1e10)));
    print("" + Quat(0, 0, 0, 1));
    print(Vec3(1, 2, 3));
    // Very large and very small numbers have an exponent.
    print(Vec3(1e38, -1.5e-7, 0.00001));
    print(Vec3(1e38, 1e15, INFINITY) * -1);
}
