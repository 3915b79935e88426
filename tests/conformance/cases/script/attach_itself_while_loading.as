// A script that attaches itself from its own body would load itself without end: it is refused, and loads all the
// same.
#include "check"

void main() {
    try { script::attach(entity::create(), script::path()); check::passed(); } catch { check::failed(); }
    print("loaded");
}
