// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main() {
    Entity e = entity::create();
    check::show(e.list());
    e.add("Speed", 5);
    e.add("Health");
    e.set_name("Hero");
    check::show(e.list());
    e.remove("Health");
    e.data()["hp"] = 1;
    e.add_tag("x");
    check::show(component::list(e));
    // All of them are names that the other functions take.
    array<string>@ names = e.list();
    for (uint i = 0; i < names.length(); i++) {
        if (!e.has(names[i]) || Value(e.get(names[i])).isNull())
            check::show(names[i]);
    }
    try { component::list(check::dead()); check::passed(); } catch { check::failed(); }
    try { component::list(Value()); check::passed(); } catch { check::failed(); }
    try { component::list(Value("e")); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
}
