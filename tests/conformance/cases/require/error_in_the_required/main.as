// What a script includes or imports is there before it runs, so it is other scripts that try. That an argument is
// an entity is checked when the script is compiled, so the error is one of converting a Value.
#include "check"

Entity e = entity::create();

void main() {
    try { e.attach("importing.as"); check::passed(); } catch { check::failed(); }
    // Not loaded, so it is tried again.
    try { e.attach("importing_too.as"); check::passed(); } catch { check::failed(); }
    try { e.attach("importing_syntax.as"); check::passed(); } catch { check::failed_somehow(); }
    try { e.attach("including_syntax.as"); check::passed(); } catch { check::failed_somehow(); }
    e.attach("importing_as_well.as");
}
