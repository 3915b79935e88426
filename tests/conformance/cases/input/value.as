// frames: 9
#include "check"

void update()
{
    check::show(input::value("walk"), input::is_pressed("walk"), input::value("look"), input::is_pressed("look"));
}
