// Of a handle whose type the compiler knows, a value of the wrong type does not compile; a handle to any component finds
// out at run time.
#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Stats", dictionary = {{"level", 1}, {"armor", dictionary = {{"layers", 2}}}});
    Component@ stats = component::handle(e, "Stats");
    try { stats["level"] = "high"; check::passed(); } catch { check::failed(); }
    try { stats["level"] = 1.5; check::passed(); } catch { check::failed(); }
    try { stats["level"] = 2147483648; check::passed(); } catch { check::failed(); }
    try { stats["level"] = Value(); check::passed(); } catch { check::failed(); }
    try { stats["name"] = 5; check::passed(); } catch { check::failed(); }
    try { stats["alive"] = 1; check::passed(); } catch { check::failed(); }
    try { stats["speed"] = "fast"; check::passed(); } catch { check::failed(); }
    try { stats["target"] = 5; check::passed(); } catch { check::failed(); }
    try { stats["tint"] = Vec2(1, 2); check::passed(); } catch { check::failed(); }
    try { stats["offset"] = Vec3(1, 2, 3); check::passed(); } catch { check::failed(); }
    try { stats["facing"] = Vec3(1, 2, 3); check::passed(); } catch { check::failed(); }
    try { stats["armor"] = 5; check::passed(); } catch { check::failed(); }
    // What fits the type may still not fit the field.
    Stats@ typed = component::stats(e);
    try { typed.level = 2147483648; check::passed(); } catch { check::failed(); }
    try { typed.target = 5; check::passed(); } catch { check::failed(); }
    try { typed.armor = 5; check::passed(); } catch { check::failed(); }
    try { typed.armor.layers = 256; check::passed(); } catch { check::failed(); }
    try { typed.armor.layers = -1; check::passed(); } catch { check::failed(); }
    check::show(typed.level, typed.armor.layers);
    check::refused("wrong.as");
}
