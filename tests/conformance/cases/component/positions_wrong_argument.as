// A wrong number of arguments does not compile.
#include "check"

void main()
{
    Entity a = entity::create(), b = entity::create(), without = entity::create();
    a.add("Transform");
    b.add("Transform");
    Entity dead = check::dead();
    check::refused("wrong.as");
    try { component::get_positions(a); check::passed(); } catch { check::failed(); }
    try { component::get_positions(array<Value> = {a, 5}); check::passed(); } catch { check::failed(); }
    try { component::get_positions(array<Entity> = {a, dead}); check::passed(); } catch { check::failed(); }
    try { component::get_positions(array<Entity> = {a, without}); check::passed(); } catch { check::failed(); }
    array<Entity> entities = {a};
    array<Vec3> positions = {Vec3(1, 1, 1)};
    try { component::set_positions(entities, Vec3(1, 1, 1)); check::passed(); } catch { check::failed(); }
    try { component::set_positions(entities, array<string> = {"up"}); check::passed(); } catch { check::failed(); }
    try { component::set_positions(a, positions); check::passed(); } catch { check::failed(); }
}
