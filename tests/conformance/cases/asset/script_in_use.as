// frames: 5
#include "check"

Asset guard;
Entity e;

void on_start()
{
    guard = asset::load("guard", "script");
}

void update()
{
    print("frame " + engine::frame());
    if (engine::frame() == 1) {
        e = entity::create();
        e.attach("guard");
        asset::unload(guard);
    } else if (engine::frame() == 2) {
        check::show(script::is_loaded("guard"));
        e.detach("guard");
    } else if (engine::frame() == 3) {
        check::show(script::is_loaded("guard"));
        // A script that was there before does not go with the asset.
        e.attach("guard");
        guard = asset::load("guard", "script");
    } else if (engine::frame() == 4) {
        e.detach("guard");
        asset::unload(guard);
    }
}

void on_stop()
{
    check::show(script::is_loaded("guard"));
}
