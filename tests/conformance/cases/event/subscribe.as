// frames: 3
// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void first(int64 value)
{
    print("first\t" + value);
}

void other(int64 value)
{
    print("other\t" + value);
}

void second(int64 value)
{
    print("second\t" + value);
}

void on_start()
{
    check::show(event::subscribe("tick", first));
    check::show(event::subscribe("other", other));
    check::show(event::subscribe("tick", second));
    check::refused("wrong.as");
    try { event::subscribe("tick", null); check::passed(); } catch { check::failed(); }
    try { event::subscribe("tick", "first"); check::passed(); } catch { check::failed(); }
    try { event::subscribe(Value(5), first); check::passed(); } catch { check::failed(); }
    try { event::subscribe("", first); check::passed(); } catch { check::failed(); }
}

void update()
{
    int64 frame = engine::frame();
    print("update\t" + frame);
    // In the order of emitting, whatever the name.
    event::emit("tick", frame);
    event::emit("other", frame);
    event::emit("Tick", frame);
    event::emit("tick", -frame);
}
