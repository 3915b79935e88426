#include "check"

void main()
{
    Quat half(0, 1, 0, 0);
    check::show(half, half.x, half.y, half.z, half.w);
    check::show(half * half, half * Vec3(1, 2, 3), Quat(0, 0, 0, 1) * Vec3(1, 2, 3));
    check::show(half == Quat(0, 1, 0, 0), half == Quat(0, 0, 0, 1));
    check::show(half * 2, 2 * half, half / 2, half + half, (half * 3 - half) / 2 == half);
    half.w = 2;
    check::show(half);
}
