// frames: 3
// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed. A
// number with a fraction is an integer without it in this language.
#include "check"

int64 itself, last;

void never(const Value &in value)
{
    print("never called");
}

void fresh(const Value &in value)
{
    print("new");
}

void always(const Value &in value)
{
    print("always");
}

void once(const Value &in value)
{
    print("once");
    bool first = event::unsubscribe(itself);
    bool second = event::unsubscribe(last);
    check::show(first, second);
    // Gets the next event, not this one.
    event::subscribe("tick", fresh);
}

void on_start()
{
    int64 early = event::subscribe("tick", never);
    bool first = event::unsubscribe(early);
    bool second = event::unsubscribe(early);
    check::show(first, second);
    itself = event::subscribe("tick", once);
    event::subscribe("tick", always);
    last = event::subscribe("tick", never);
    check::show(event::unsubscribe(99), event::unsubscribe(0), event::unsubscribe(-1));
    check::refused("wrong.as");
    try { event::unsubscribe(Value()); check::passed(); } catch { check::failed(); }
    try { event::unsubscribe(Value("1")); check::passed(); } catch { check::failed(); }
    try { event::unsubscribe(Value(1.5)); check::passed(); } catch { check::failed(); }
}

void update()
{
    print("frame " + engine::frame());
    event::emit("tick");
}
