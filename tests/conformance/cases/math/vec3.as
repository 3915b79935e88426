#include "check"

void main()
{
    Vec3 a(1, 2, 3), b(4, 5, 6);
    check::show(a + b, b - a, a * b, Vec3(4, 9, 16) / Vec3(2, 3, 4), a * 2, 2 * a, b / 2, -a);
    check::show(a == Vec3(1, 2, 3), a == b, a != b);
    check::show(a.x, a.y, a.z);
    a.z = 7;
    check::show(a);
    check::show(Vec3(2, 3, 6).length(), a.dot(b), Vec3(1, 0, 0).cross(Vec3(0, 1, 0)));
}
