// frames: 5
// Called before all updates: the actions in alphabetical order, those of one action in the order they were given.
#include "check"

void walk(const string &in event, double value)
{
    check::show("walk", event, value);
}

void first(const string &in event, double value)
{
    check::show("first", event, value);
}

void second(const string &in event, double value)
{
    check::show("second", event, value, input::is_pressed("jump"), input::value("walk"));
}

void confirm(const string &in event, double value)
{
    check::show("confirm", event, value);
}

void main()
{
    // From the body on, and so in the first frame already.
    check::show(input::on_action("walk", walk));
}

void on_start()
{
    check::show(input::on_action("jump", first));
    check::show(input::on_action("jump", second));
    check::show(input::on_action("confirm", confirm));
}

void update()
{
    check::show("update", engine::frame());
}
