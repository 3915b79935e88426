// Of operands whose types the compiler knows, those that do not go together do not compile; a Value finds out at run time.
#include "check"

void main()
{
    check::refused("wrong.as");
    Value v2 = Vec2(1, 2), v3 = Vec3(1, 2, 3), q = Quat(0, 0, 0, 1);
    try { v3 + 1; check::passed(); } catch { check::failed(); }
    try { v3 + v2; check::passed(); } catch { check::failed(); }
    try { v3 - "a"; check::passed(); } catch { check::failed(); }
    try { v3 * "a"; check::passed(); } catch { check::failed(); }
    try { v3 * Value(); check::passed(); } catch { check::failed(); }
    try { 1 - v3; check::passed(); } catch { check::failed(); }
    try { v2 * v3; check::passed(); } catch { check::failed(); }
    try { q * "a"; check::passed(); } catch { check::failed(); }
    try { q * v2; check::passed(); } catch { check::failed(); }
    try { v3 * q; check::passed(); } catch { check::failed(); }
    try { q / q; check::passed(); } catch { check::failed(); }
    try { 2 / q; check::passed(); } catch { check::failed(); }
    try { Vec3(1, 2, 3) * 1e300; check::passed(); } catch { check::failed(); }
    try { Vec3(1, 2, 3).dot(v2); check::passed(); } catch { check::failed(); }
}
