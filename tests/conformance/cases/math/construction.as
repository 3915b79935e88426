// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main()
{
    check::show(Vec2(1, 2), Vec3(1.5, -2.5, 1e10), Quat(0, 0, 0, 1));
    check::show(Vec2(), Vec3(), Quat());
    check::refused("wrong.as");
    try { Vec3(Value("a"), 1, 2); check::passed(); } catch { check::failed(); }
    try { Vec2(1, Value(dictionary())); check::passed(); } catch { check::failed(); }
    try { Vec3(1e300, 0, 0); check::passed(); } catch { check::failed(); }
}
