#include "check"

void main() {
    Entity a = entity::create(), b = check::dead(), c = entity::create();
    array<Entity> with_a_dead = {a, b, c};
    try { entity::destroy_many(with_a_dead); check::passed(); } catch { check::failed(); }
    check::show(a.is_valid(), c.is_valid());
    array<Value> with_a_text = {a, c, "x"};
    try { entity::destroy_many(with_a_text); check::passed(); } catch { check::failed(); }
    check::show(a.is_valid(), c.is_valid());
}
