#include "check"

Value back(const Value &in value)
{
    return engine::setting("none", value);
}

void main()
{
    check::show(back(Vec2(0.5, -2)), back(Vec3(0.5, -2, 1e30)), back(Quat(0.1, 0.2, 0.3, 0.4)));
    check::show(back(Vec3(INFINITY, -INFINITY, 0)));
    // Components are floats of 32 bits.
    Vec3 large = back(Vec3(16777217, 0, 0));
    double tenth = Vec3(0.1, 0, 0).x, half = Vec3(0.5, 0, 0).x;
    check::show(tenth == 0.1, half == 0.5, large.x);
}
