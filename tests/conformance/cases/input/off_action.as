// frames: 3
#include "check"

int64 itself, last;

void never(const string &in event, double value)
{
    print("never called");
}

void fresh(const string &in event, double value)
{
    print("new\t" + event);
}

void always(const string &in event, double value)
{
    print("always\t" + event);
}

void once(const string &in event, double value)
{
    print("once\t" + event);
    bool first = input::off_action(itself);
    bool second = input::off_action(last);
    check::show(first, second);
    // Hears of what comes next, not of this.
    input::on_action("jump", fresh);
}

void listen(const Value &in value)
{
}

void on_start()
{
    int64 early = input::on_action("jump", never);
    bool first = input::off_action(early);
    bool second = input::off_action(early);
    check::show(first, second);
    itself = input::on_action("jump", once);
    input::on_action("jump", always);
    last = input::on_action("jump", never);
    // A subscription to an event has a number of its own kind.
    int64 subscription = event::subscribe("jump", listen);
    check::show(input::off_action(99), input::off_action(0), input::off_action(-1));
    check::show(event::unsubscribe(itself) == (itself == subscription));
}

void update()
{
    print("frame " + engine::frame());
}
