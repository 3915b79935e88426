#include "check"

void main() {
    Entity old = entity::create();
    old.set_name("old");
    old.destroy();
    array<Entity> fresh;
    for (int i = 0; i < 50; i++) fresh.insertLast(entity::create());
    check::show(old.is_valid());
    for (uint i = 0; i < fresh.length(); i++) {
        if (fresh[i] == old) print("the dead is back");
        if (!fresh[i].name().isNull()) print("it has the dead one's name");
    }
    try { entity::name(old); check::passed(); } catch { check::failed(); }
}
