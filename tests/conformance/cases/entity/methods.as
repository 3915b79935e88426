// What an entity has no method for, or the wrong number of arguments, is refused when the script is compiled: see
// wrong.as. What a Value holds is known when the method is called only, and is an error of the conversion.
#include "check"

void main() {
    Entity e = entity::create();
    // What takes an entity first is a method of entities, whatever its module.
    e.set_name("Hero");
    e.add("Transform");
    e.set_position(Vec3(1, 2, 3));
    check::show(e.name(), e.has("Transform"), e.get_position());
    Value nothing, up = "up";
    try { e.set_position(nothing); check::passed(); } catch { check::failed(); }
    try { e.set_position(up); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
}
