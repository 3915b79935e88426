// frames: 4
// What is no entity, or no string, is refused when the script is compiled: see wrong.as. What a Value holds is
// known when the function is called only, and is an error of the conversion.
#include "check"

Entity e;

void on_start() {
    e = entity::create();
    e.attach("hero.as");
}

void update() {
    print("frame " + engine::frame());
    if (engine::frame() == 2) {
        bool first = e.detach("hero.as");
        bool second = e.detach("hero.as");
        check::show(first, second, e.is_valid());
        Value nothing, number = 1;
        try { script::detach(nothing, "hero.as"); check::passed(); } catch { check::failed(); }
        try { script::detach(e, number); check::passed(); } catch { check::failed(); }
        try { script::detach(check::dead(), "hero.as"); check::passed(); } catch { check::failed(); }
        check::refused("wrong.as");
    }
}
