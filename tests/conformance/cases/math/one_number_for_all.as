// A wrong type does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main()
{
    check::show(Vec2(1.5), Vec3(2), Vec3(-1) * 2);
    try { Vec3(double(Value("a"))); check::passed(); } catch { check::failed(); }
    try { Vec2(1e300); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
}
