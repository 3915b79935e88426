// frames: 8
// A key that is held while its context changes is let go below, and not seen above before it is pressed again.
#include "check"

void update()
{
    int64 frame = engine::frame();
    check::show(frame, input::context(), input::is_pressed("jump"), input::just_released("jump"),
                input::is_pressed("confirm"), input::just_released("confirm"), input::is_pressed("walk"));
    if (frame == 0) {
        input::push_context("menu");
        // A function without a result has no value to show.
        check::show(Value());
        // At once the context is there; the actions stay as they are to the end of the frame.
        check::show(input::context(), input::is_pressed("jump"));
    }
    else if (frame == 3) {
        input::pop_context();
        check::show(Value());
        check::show(input::context(), input::is_pressed("confirm"));
    }
}
