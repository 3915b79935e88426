// frames: 5
// One that fails is told of and stays; contexts may change and entities go meanwhile.
#include "check"

Entity e;

void fails(const string &in event, double value)
{
    print("fails\t" + event);
    input::pop_context();
}

void pushes(const string &in event, double value)
{
    print("pushes\t" + event);
    input::push_context("menu");
    input::push_context("dialogue");
    input::pop_context();
    if (e.is_valid())
        e.destroy();
}

void walk(const string &in event, double value)
{
    check::show("walk", event, input::context(), e.is_valid());
}

void on_start()
{
    e = entity::create();
    input::on_action("jump", fails);
    input::on_action("jump", pushes);
    input::on_action("walk", walk);
}

void update()
{
    check::show(engine::frame(), input::context(), input::is_pressed("jump"), input::is_pressed("confirm"));
}
