// frames: 1
// What is no entity, or no string, is refused when the script is compiled: see wrong.as. What a Value holds is
// known when the function is called only, and is an error of the conversion.
#include "check"

void attach(Entity e, const string &in path) {
    try { script::attach(e, path); check::passed(); } catch { check::failed(); }
}

void on_start() {
    Entity e = entity::create();
    Value number = 5, text = "hero.as";
    try { script::attach(e, number); check::passed(); } catch { check::failed(); }
    try { script::attach(text, "hero.as"); check::passed(); } catch { check::failed(); }
    attach(check::dead(), "hero.as");
    attach(e, "heroo.as");
    attach(e, "hero.txt");
    attach(e, "../../check.as");
    attach(e, "/etc/passwd");
    attach(e, "");
    attach(e, "wrong.as");
    check::show(e.detach("hero.as"));
}
