#include "check"

void main()
{
    Vec2 a(1, 2), b(3, 5);
    check::show(a + b, b - a, a * b, b / a, a * 2, 2 * a, b / 2, -a);
    check::show(a == Vec2(1, 2), a == b, a != b, Value(a) == Vec3(1, 2, 0));
    check::show(a.x, a.y);
    a.x = 7;
    check::show(a);
    check::show(Vec2(3, 4).length(), Vec2(1, 2).dot(Vec2(3, 4)));
}
