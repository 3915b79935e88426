#include "check"

void main() {
    int one = 1, zero = 0, x = 5;
    int64 wide = 0;
    uint unsigned = 0;
    try { x = one / zero; check::passed(); } catch { check::failed_somehow(); }
    try { x = one % zero; check::passed(); } catch { check::failed_somehow(); }
    try { x = int(wide / wide); check::passed(); } catch { check::failed_somehow(); }
    try { x = unsigned % unsigned; check::passed(); } catch { check::failed_somehow(); }
    // Nothing was assigned, and the script goes on.
    check::show(x, entity::create().is_valid());
}
