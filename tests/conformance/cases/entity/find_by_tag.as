// A tag that is no string is refused when the script is compiled: see wrong.as. What a Value holds is known when
// the function is called only, and is an error of the conversion.
#include "check"

void main() {
    check::show(entity::find_by_tag("enemy"));
    Entity a = entity::create(), b = entity::create(), c = entity::create();
    c.add_tag("enemy");
    a.add_tag("enemy");
    b.add_tag("friend");
    array<Entity>@ found = entity::find_by_tag("enemy");
    check::show(found.length(), found[0] == a, found[1] == c);
    a.destroy();
    c.remove_tag("enemy");
    check::show(entity::find_by_tag("enemy"));
    Value nothing, number = 7;
    try { entity::find_by_tag(nothing); check::passed(); } catch { check::failed(); }
    try { entity::find_by_tag(number); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
}
