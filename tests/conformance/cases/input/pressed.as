// frames: 6
#include "check"

void update()
{
    check::show(engine::frame(), input::is_pressed("jump"), input::just_pressed("jump"), input::just_released("jump"),
                input::value("jump"));
}
