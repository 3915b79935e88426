// frames: 2
#include "check"

void never(double)
{
    print("never");
}

void unregister(const string &in name)
{
    try { system::unregister(name); check::passed(); } catch { check::failed(); }
}

void on_start()
{
    system::register("waves", never);
    check::show(system::exists("waves"));
    system::unregister("waves");
    check::show();
    check::show(system::exists("waves"), system::exists("scripts"), system::exists(""));
    unregister("waves");
    unregister("");
    // The game's own.
    unregister("scripts");
    unregister("script");
    system::register("waves", never);
    system::unregister("waves");
    check::show(system::list());
}

void on_stop()
{
    // Systems do not run any more, and are there until all scripts have stopped.
    system::register("waves", never);
    check::show(system::list());
    system::unregister("waves");
}
