// What the compiler knows to be wrong does not compile; what only the operands' values tell is found out at run time, and so
// is everything about a Value.
#include "check"

void main()
{
    Vec2 v2(1, 2);
    Vec3 v3(1, 2, 3);
    Quat q(0, 0, 0, 1);
    try { v3 + Value(1); check::passed(); } catch { check::failed(); }
    try { v3 - Value(v2); check::passed(); } catch { check::failed(); }
    try { v3 * "a"; check::passed(); } catch { check::failed(); }
    try { v3 * Value(); check::passed(); } catch { check::failed(); }
    try { 1 - Value(v3); check::passed(); } catch { check::failed(); }
    try { v2 * v3; check::passed(); } catch { check::failed(); }
    try { q * "a"; check::passed(); } catch { check::failed(); }
    try { q * v2; check::passed(); } catch { check::failed(); }
    try { v3 * q; check::passed(); } catch { check::failed(); }
    try { q / q; check::passed(); } catch { check::failed(); }
    try { 2 / Value(q); check::passed(); } catch { check::failed(); }
    try { v3 * 1e300; check::passed(); } catch { check::failed(); }
    try { v3.x = Value("a"); check::passed(); } catch { check::failed(); }
    try { v3.x = Value(); check::passed(); } catch { check::failed(); }
    try { v3.dot(Value(v2)); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
}
