#include "check"

void waves(double)
{
}

void main()
{
    array<string> reads = {"Health"}, writes = {"Transform", "Health"};
    system::register("waves", waves, "pre_update", 7, 2.5, reads, writes);
    system::register("plain", waves);
    check::show(system::describe("waves"));
    check::show(system::describe("plain"));
    system::set_priority("plain", -5);
    system::disable("plain");
    dictionary@ plain = system::describe("plain"), scripts = system::describe("scripts");
    check::show(plain["priority"], plain["enabled"], plain["failed"]);
    check::show(scripts["script"], scripts["phase"], scripts["priority"], scripts["enabled"]);
    try { system::describe("wave"); check::passed(); } catch { check::failed(); }
    try { system::set_priority("plan", 5); check::passed(); } catch { check::failed(); }
    try { system::set_priority("plain", -2147483649); check::passed(); } catch { check::failed(); }
}
