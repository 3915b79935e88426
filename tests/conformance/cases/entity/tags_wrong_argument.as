// What is no entity, or no string, is refused when the script is compiled: see wrong.as. What a Value holds is
// known when the function is called only, and is an error of the conversion.
#include "check"

void main() {
    Entity e = entity::create(), dead = check::dead();
    Value nothing, number = 1, text = "e";
    try { entity::add_tag(e, number); check::passed(); } catch { check::failed(); }
    try { entity::add_tag(e, nothing); check::passed(); } catch { check::failed(); }
    try { entity::add_tag(text, "tag"); check::passed(); } catch { check::failed(); }
    try { entity::add_tag(dead, "tag"); check::passed(); } catch { check::failed(); }
    try { entity::remove_tag(e, number); check::passed(); } catch { check::failed(); }
    try { entity::remove_tag(e, nothing); check::passed(); } catch { check::failed(); }
    try { entity::remove_tag(text, "tag"); check::passed(); } catch { check::failed(); }
    try { entity::remove_tag(dead, "tag"); check::passed(); } catch { check::failed(); }
    try { entity::has_tag(e, number); check::passed(); } catch { check::failed(); }
    try { entity::has_tag(e, nothing); check::passed(); } catch { check::failed(); }
    try { entity::has_tag(text, "tag"); check::passed(); } catch { check::failed(); }
    try { entity::has_tag(dead, "tag"); check::passed(); } catch { check::failed(); }
    try { entity::tags(nothing); check::passed(); } catch { check::failed(); }
    try { entity::tags(dead); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
    check::show(e.tags());
}
