// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void main()
{
    Entity e = entity::create(), without = entity::create();
    check::show(component::get_rotation(without));
    e.add("Transform");
    check::show(component::get_rotation(e));
    component::set_rotation(e, Quat(0, 1, 0, 0));
    check::show();
    check::show(e.get_rotation());
    check::refused("wrong.as");
    try { component::get_rotation(check::dead()); check::passed(); } catch { check::failed(); }
    try { component::set_rotation(e, Value(Vec3(0, 1, 0))); check::passed(); } catch { check::failed(); }
    try { component::set_rotation(e, Value(90)); check::passed(); } catch { check::failed(); }
    try { component::set_rotation(without, Quat(0, 1, 0, 0)); check::passed(); } catch { check::failed(); }
    try { component::set_rotation(check::dead(), Quat(0, 1, 0, 0)); check::passed(); } catch { check::failed(); }
    check::show(e.get_rotation());
}
