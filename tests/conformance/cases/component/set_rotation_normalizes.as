// A rotation has length 1: another length is scaled to it, and what has no length is refused.
#include "check"

void main()
{
    Entity e = entity::create();
    e.add("Transform");
    e.set_rotation(Quat(0, 2, 0, 0));
    check::show(e.get_rotation());
    try { component::set_rotation(e, Quat(0, 0, 0, 0)); check::passed(); } catch { check::failed(); }
    check::show(e.get_rotation());
}
