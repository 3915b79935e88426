// frames: 6
#include "check"

string pressed()
{
    array<string> names;
    array<string>@ actions = input::actions();
    for (uint i = 0; i < actions.length(); i++)
        if (input::is_pressed(actions[i]))
            names.insertLast(actions[i]);
    return join(names, " ");
}

void on_start()
{
    input::push_context("menu");
    input::push_context("dialogue");
    input::push_context("dialogue");
}

void update()
{
    check::show(engine::frame(), input::context(), pressed());
    if (engine::frame() == 2) {
        input::pop_context();
        check::show(input::context());
        input::pop_context();
    }
}
