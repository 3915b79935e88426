// frames: 3
#include "check"

Entity e;

void on_start() {
    e = entity::create();
    e.set_name("Hero");
    e.attach("hero.as");
    // A function without a result has no value to show.
    check::show();
}

void update() {
    print("main, frame " + engine::frame());
}
