// What is no entity is refused when the script is compiled: see wrong.as. What a Value holds is known when the
// function is called only, and is an error of the conversion.
#include "check"

void destroy(const Value &in wrong) {
    try { entity::destroy(wrong); check::passed(); } catch { check::failed(); }
}

void main() {
    destroy(Value());
    destroy("hero");
    destroy(12);
    destroy(1.5);
    destroy(true);
    destroy(Vec3(1, 2, 3));
    destroy(array<int> = {1, 2});
    destroy(dictionary = {{"hp", 1}});
    Entity e = entity::create();
    check::refused("wrong.as");
    check::show(e.is_valid());
}
