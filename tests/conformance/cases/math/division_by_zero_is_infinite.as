#include "check"

void main()
{
    check::show(Vec3(1, -1, 0) / 0);
    check::show(Vec2(1, 1) / Vec2(0, 2));
}
