// frames: 5
#include "check"

void update()
{
    print("update\t" + engine::frame());
}

void watch(double)
{
    if (engine::frame() == 1) {
        // The updates of scripts are a system as well.
        system::enable("scripts");
        system::disable("slow");
    } else if (engine::frame() == 3) {
        system::enable("slow");
        check::show(system::is_enabled("slow"));
    }
}

void slow(double dt)
{
    print("slow\t" + engine::frame() + "\t" + check::text(dt));
}

void on_start()
{
    system::register("watch", watch, "pre_update");
    // While it is off, its time stands still.
    system::register("slow", slow, "update", 0, 30);
    check::show(system::is_enabled("scripts"), system::is_enabled("slow"));
    system::disable("scripts");
    system::disable("scripts");
    // What returns nothing cannot be shown here.
    check::show();
    system::enable("slow");
    check::show();
    check::show(system::is_enabled("scripts"));
    string huge = "x";
    while (huge.length() < 1000000)
        huge += huge;
    try { system::enable("watches"); check::passed(); } catch { check::failed(); }
    try { system::disable(""); check::passed(); } catch { check::failed(); }
    try { system::is_enabled("Slow"); check::passed(); } catch { check::failed(); }
    try { system::is_enabled(huge); check::passed(); } catch { check::failed(); }
}
