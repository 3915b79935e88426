// What is in a list is checked when the function is called, how many arguments there are when the script is
// compiled: see wrong.as.
#include "check"

void main() {
    Entity e = entity::create();
    try { entity::destroy_many(null); check::passed(); } catch { check::failed(); }
    try { entity::destroy_many(e); check::passed(); } catch { check::failed(); }
    try { entity::destroy_many("all"); check::passed(); } catch { check::failed(); }
    try { entity::destroy_many(array<int> = {1}); check::passed(); } catch { check::failed(); }
    array<Entity> list = {e};
    array<Value> nested = {e, list};
    try { entity::destroy_many(nested); check::passed(); } catch { check::failed(); }
    dictionary table = {{"first", e}};
    try { entity::destroy_many(table); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
    check::show(e.is_valid());
}
