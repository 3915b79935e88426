#include "check"

void waves(double)
{
}

void bad(const string &in phase, int64 priority = 0, double rate = 0)
{
    try { system::register("bad", waves, phase, priority, rate); check::passed(); } catch { check::failed(); }
}

void named(const string &in name)
{
    try { system::register(name, waves); check::passed(); } catch { check::failed(); }
}

void main()
{
    system::register("waves", waves);
    check::show();
    string huge = "x";
    while (huge.length() < 1000000)
        huge += huge;
    named("waves");
    named("scripts");
    named("");
    named(huge.substr(0, 1000000));
    system::register(huge.substr(0, 200), waves);
    check::show();
    bad("updat");
    bad("");
    bad("update", 2147483648);
    bad("update", 0, -1);
    bad("update", 0, NAN);
    bad("update", 0, INFINITY);
    array<string> reads = {"Transform", "Helth"}, writes = {""};
    try { system::register("bad", waves, "update", 0, 0, reads); check::passed(); } catch { check::failed(); }
    try { system::register("bad", waves, "update", 0, 0, null, writes); check::passed(); } catch { check::failed(); }
    check::show(system::exists("bad"));
    reads = {"Health"};
    writes = {"Transform", "Health"};
    system::register("with all", waves, "pre_update", 1, 2, reads, writes);
    check::show();
    system::register("with nothing", waves, "update", 0, 0, null, null);
    check::show();
}
