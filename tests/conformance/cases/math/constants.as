// A name that is not there does not compile.
#include "check"

void main()
{
    check::show(Vec2::ZERO, Vec2::ONE, Vec2::X, Vec2::Y);
    check::show(Vec3::ZERO, Vec3::ONE, Vec3::X, Vec3::Y, Vec3::Z);
    check::show(Quat::IDENTITY);
    // Changing one changes that one.
    Vec3 up = Vec3::Y;
    up.x = 5;
    check::show(up, Vec3::Y);
    check::refused("wrong.as");
}
