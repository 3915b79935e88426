#include "check"

void main()
{
    // Places count from 0, as in every list of AngelScript.
    Vec3 v(1, 2, 3);
    const Quat q(0, 0, 0, 1);
    check::show(v[0], v[1], v[2], Vec2(4, 5)[1], q[3]);
    v[0] = 7;
    v[2] += 0.5;
    check::show(v);
    try { v[-1]; check::passed(); } catch { check::failed_somehow(); }
    try { v[3] = 1; check::passed(); } catch { check::failed_somehow(); }
    try { Vec2()[2]; check::passed(); } catch { check::failed_somehow(); }
    // One inside a component writes it.
    Entity e = entity::create();
    component::add(e, "Transform");
    e.set_position(Vec3(1, 2, 3));
    Transform@ t = component::transform(e);
    t.translation[1] = 9;
    check::show(t.translation, e.get_position());
}
