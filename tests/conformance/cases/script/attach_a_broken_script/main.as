// frames: 2
// That an argument is an entity is checked when the script is compiled, so the error of fails.as is one of
// converting a Value.
#include "check"

void on_start() {
    Entity e = entity::create();
    // An error that a script gets is the script's: it is not logged as well.
    try { e.attach("syntax.as"); check::passed(); } catch { check::failed_somehow(); }
    try { e.attach("fails.as"); check::passed(); } catch { check::failed(); }
    try { e.attach("missing.as"); check::passed(); } catch { check::failed(); }
    check::show(e.detach("syntax.as"), e.detach("fails.as"));
}

void update() {
    print("main goes on");
}
