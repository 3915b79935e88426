// frames: 4
#include "check"

void bad(double)
{
    print("bad\t" + engine::frame());
    entity::find_in_radius(Vec3(0, 0, 0), -1);
}

void good(double)
{
    check::show(engine::frame(), system::is_enabled("bad"), system::describe("bad")["failed"]);
    if (engine::frame() == 1) {
        // It rests until it is told to go on, and then fails again: the same error is told of once.
        system::enable("bad");
    }
}

void on_start()
{
    system::register("bad", bad);
    system::register("good", good);
}
