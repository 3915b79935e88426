#include "check"

void main() {
    Entity a = entity::create(), b = entity::create(), c = entity::create();
    check::show(entity::find_with_component("Health"));
    b.add("Health");
    c.add("Health");
    a.add("Health");
    array<Entity>@ found = entity::find_with_component("Health");
    check::show(found.length(), found[0] == a, found[1] == b, found[2] == c);
    b.remove("Health");
    c.destroy();
    @found = entity::find_with_component("Health");
    check::show(found.length(), found[0] == a);
}
