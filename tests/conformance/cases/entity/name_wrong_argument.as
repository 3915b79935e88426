// What is no entity, or no string, is refused when the script is compiled: see wrong.as. What a Value holds is
// known when the function is called only, and is an error of the conversion.
#include "check"

void main() {
    Entity e = entity::create();
    Value nothing, number = 5, text = "Hero", right = e;
    try { entity::name(nothing); check::passed(); } catch { check::failed(); }
    try { entity::name(text); check::passed(); } catch { check::failed(); }
    try { entity::name(check::dead()); check::passed(); } catch { check::failed(); }
    try { entity::set_name(e, nothing); check::passed(); } catch { check::failed(); }
    try { entity::set_name(e, number); check::passed(); } catch { check::failed(); }
    try { entity::set_name(text, right); check::passed(); } catch { check::failed(); }
    try { entity::set_name(check::dead(), "Hero"); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
    check::show(e.name());
}
