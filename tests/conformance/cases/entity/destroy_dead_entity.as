#include "check"

void main() {
    Entity e = entity::create();
    entity::destroy(e);
    try { entity::destroy(e); check::passed(); } catch { check::failed(); }
    try { e.destroy(); check::passed(); } catch { check::failed(); }
    check::show(e.is_valid());
}
