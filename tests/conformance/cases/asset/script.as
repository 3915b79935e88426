// frames: 6
#include "check"

Asset helper;

void on_start()
{
    helper = asset::load("helper", "script");
    check::show(asset::path(helper), asset::type(helper), asset::state(helper), script::is_loaded("helper"));
}

void update()
{
    print("frame " + engine::frame());
    if (engine::frame() == 1) {
        check::show(asset::state(helper), asset::get(helper), asset::dependencies(helper));
        check::show(script::call(asset::get(helper), "twice", array<Value> = {21}));
        asset::unload(helper);
        // It is let go when the frame is over.
        check::show(script::is_loaded("helper"));
    } else if (engine::frame() == 2) {
        check::show(script::is_loaded("helper"));
        helper = asset::load("helper", "script");
    } else if (engine::frame() == 3) {
        // Taken up again before it is let go.
        asset::unload(helper);
        helper = asset::load("helper", "script");
    } else if (engine::frame() == 4) {
        check::show(asset::state(helper), script::is_loaded("helper"));
        asset::unload(helper);
    } else if (engine::frame() == 5) {
        check::show(script::is_loaded("helper"));
    }
}
