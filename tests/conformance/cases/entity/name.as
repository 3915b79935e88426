#include "check"

void main() {
    Entity e = entity::create();
    check::show(entity::name(e));
    entity::set_name(e, "Hero");
    check::show(entity::name(e), e.name());
    e.set_name("Jürgen Ωμέγα 🐉");
    check::show(e.name());
    e.set_name("");
    check::show(e.name());
    e.set_name("a\0b");
    string name = e.name();
    check::show(name, name.length());
}
