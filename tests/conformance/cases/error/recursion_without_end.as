#include "check"

int64 down(int64 n) {
    return 1 + down(n + 1);
}

void main() {
    try { down(1); check::passed(); } catch { check::failed_somehow(); }
    // The script goes on.
    check::show(entity::create().is_valid());
}
