// A name that is no string is refused when the script is compiled: see wrong.as. What a Value holds is known when
// the function is called only, and is an error of the conversion.
#include "check"

void main() {
    Entity a = entity::create(), b = entity::create();
    check::show(entity::find_by_name("Hero"));
    b.set_name("Hero");
    check::show(entity::find_by_name("Hero") == b);
    a.set_name("Hero");
    check::show(entity::find_by_name("Hero") == a);
    a.set_name("hero");
    check::show(entity::find_by_name("Hero") == b, entity::find_by_name("hero") == a);
    b.destroy();
    check::show(entity::find_by_name("Hero"));
    Value nothing, number = 1;
    try { entity::find_by_name(nothing); check::passed(); } catch { check::failed(); }
    try { entity::find_by_name(number); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
}
