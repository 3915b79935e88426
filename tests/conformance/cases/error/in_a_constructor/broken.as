#include "check"

class Hero {
    Hero() {
        entity::name(check::dead());
    }
}

Hero hero;

void on_start() {
    print("never called");
}
