// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void set(const Value &in child, const Value &in parent) {
    try { entity::set_parent(child, parent); check::passed(); } catch { check::failed(); }
}

void main() {
    Entity a = entity::create(), b = entity::create(), c = entity::create(), dead = check::dead();
    b.set_parent(a);
    c.set_parent(b);
    set(a, c);
    set(a, b);
    set(a, a);
    set(a, dead);
    set(dead, a);
    set(dead, Value());
    try { entity::parent(dead); check::passed(); } catch { check::failed(); }
    try { entity::children(dead); check::passed(); } catch { check::failed(); }
    set(a, "b");
    set(Value(), b);
    try { entity::parent(Value(5)); check::passed(); } catch { check::failed(); }
    try { entity::children(Value()); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
    check::show(a.parent(), b.parent() == a, c.parent() == b);
    // As deep as a family may be.
    Entity top = entity::create();
    Entity bottom = top;
    for (int i = 2; i <= 256; i++) {
        Entity e = entity::create();
        e.set_parent(bottom);
        bottom = e;
    }
    set(a, bottom);
    set(top, c);
    check::show(a.parent(), top.parent());
}
