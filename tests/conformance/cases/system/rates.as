// frames: 12
#include "check"

double total = 0;

void twenty(double dt)
{
    print("20 in frame " + engine::frame() + ": " + check::text(dt));
}

void twenty_five(double dt)
{
    print("25 in frame " + engine::frame() + ": " + check::text(dt));
}

void often(double dt)
{
    total += dt;
    if (engine::frame() == 11)
        check::show(total);
}

void on_start()
{
    // 60 frames a second: every third, the nearest to 2.4 frames, and never more than one a frame.
    system::register("20", twenty, "update", 3, 20);
    system::register("25", twenty_five, "update", 2, 25.0);
    system::register("1000", often, "update", 1, 1000);
}
