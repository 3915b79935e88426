// frames: 7
#include "check"

void timed(double dt)
{
    int64 frame = engine::frame();
    print("timed\t" + frame + "\t" + check::text(dt));
    if (frame == 0) {
        system::set_update_rate("timed", 20);
        check::show();
    } else if (frame == 3) {
        // Nothing is every frame, as 0 is.
        system::set_update_rate("timed");
    } else if (frame == 4) {
        system::set_update_rate("timed", 0.5);
    }
}

void set(const string &in name, double rate)
{
    try { system::set_update_rate(name, rate); check::passed(); } catch { check::failed(); }
}

void on_start()
{
    system::register("timed", timed);
    set("time", 5);
    set("timed", -1);
    set("timed", -1e-300);
    set("timed", NAN);
    set("timed", INFINITY);
    set("timed", -INFINITY);
    system::set_update_rate("timed", 1.7e308);
    check::show(double(system::describe("timed")["rate"]) > 1e308);
}
