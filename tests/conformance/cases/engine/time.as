// frames: 4
#include "check"

void update(double dt)
{
    check::show(engine::frame(), dt == engine::frame_time(), dt > 0);
}

void on_stop()
{
    // Four frames of a 60th of a second each.
    print(formatFloat(engine::total_time(), "", 0, 4));
}
