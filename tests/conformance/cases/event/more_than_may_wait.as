// frames: 2
#include "check"

int count = 0;

void listen(const Value &in value)
{
    count++;
}

void on_start()
{
    event::subscribe("x", listen);
    for (int i = 0; i < 10000; i++)
        event::emit("x");
    try { event::emit("x"); check::passed(); } catch { check::failed(); }
    try { event::emit("y", 1); check::passed(); } catch { check::failed(); }
}

void update()
{
    print(count);
    if (engine::frame() == 1) {
        // There is room again.
        event::emit("x");
    }
}

void on_stop()
{
    print(count);
}
