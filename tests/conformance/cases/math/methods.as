// They are methods only, and no functions of the type. A wrong type or number of arguments does not compile; a Value of the
// wrong kind is found out when it is passed.
#include "check"

void main()
{
    Vec3 a(1, 2, 2), b(3, 0, 4);
    check::show(a.length(), a.length_squared(), b.normalize(), a.dot(b), a.cross(b));
    check::show(Vec3(0, 0, 0).distance(a), a.lerp(b, 0.5), a.min(b), a.max(b));
    Vec2 c(3, 4), d(6, 0);
    check::show(c.length(), c.length_squared(), d.normalize(), c.dot(d), Vec2(0, 0).distance(c), c.lerp(d, 0.5));
    check::show(c.min(d), c.max(d));
    Vec3 copy = a.copy();
    copy.x = 100;
    check::show(a, copy);
    // What has no length has no direction.
    check::show(Vec3(0, 0, 0).normalize(), Vec2(0, 0).normalize());
    check::refused("wrong.as");
    try { a.lerp(b, Value("half")); check::passed(); } catch { check::failed(); }
    try { a.dot(Value(c)); check::passed(); } catch { check::failed(); }
    try { a.lerp(b, 1e300); check::passed(); } catch { check::failed(); }
}
