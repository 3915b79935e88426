#include "check"

void main()
{
    check::show(input::actions());
    check::show(input::exists("jump"), input::exists("Jump"), input::exists(""), input::exists("menu"));
    // Without input, and before the first frame, everything is at rest.
    check::show(input::is_pressed("jump"), input::just_pressed("jump"), input::just_released("jump"),
                input::value("jump"));
    // A list of one's own: to change it changes no actions.
    array<string>@ actions = input::actions();
    actions[0] = "mine";
    check::show(input::actions()[0], input::exists("mine"));
}
