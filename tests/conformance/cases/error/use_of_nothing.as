#include "check"

class Hero {
    string name;

    void greet() {
        print("hello");
    }
}

void main() {
    Hero@ hero;
    array<Hero@>@ heroes;
    Callback@ call;
    try { print(hero.name); check::passed(); } catch { check::failed_somehow(); }
    try { hero.name = "Ada"; check::passed(); } catch { check::failed_somehow(); }
    try { hero.greet(); check::passed(); } catch { check::failed_somehow(); }
    try { call(); check::passed(); } catch { check::failed_somehow(); }
    try { @hero = heroes[0]; check::passed(); } catch { check::failed_somehow(); }
    @heroes = array<Hero@>(1);
    try { heroes[0].name = "Ada"; check::passed(); } catch { check::failed_somehow(); }
    // The script goes on.
    check::show(entity::create().is_valid());
}
