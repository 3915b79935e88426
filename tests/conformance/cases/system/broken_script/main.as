// frames: 2
#include "check"

void on_start()
{
    try { script::attach(entity::create(), "broken"); check::passed(); } catch { check::failed_somehow(); }
    // Nothing remains of a script that did not load.
    check::show(system::exists("left behind"), system::list());
}
