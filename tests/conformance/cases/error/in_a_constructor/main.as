#include "check"

class Hero {
    string name;

    Hero(const string &in name) {
        this.name = name;
        if (name == "") entity::name(check::dead());
        print("made " + name);
    }
}

void main() {
    Hero@ hero;
    try { @hero = Hero(""); check::passed(); } catch { check::failed(); }
    if (hero is null) check::show();
    // Others can be made all the same.
    @hero = Hero("Ada");
    try { @hero = Hero(""); check::passed(); } catch { check::failed(); }
    check::show(hero.name);
    // In the body of a script, it is the script that fails.
    Entity e = entity::create();
    try { e.attach("broken.as"); check::passed(); } catch { check::failed(); }
    check::show(e.detach("broken.as"));
}
