// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

void find(const Vec3 &in center, double radius) {
    try { entity::find_in_radius(center, radius); check::passed(); } catch { check::failed(); }
}

void find_value(const Value &in center, const Value &in radius) {
    try { entity::find_in_radius(center, radius); check::passed(); } catch { check::failed(); }
}

void main() {
    find(Vec3(0, 0, 0), -1);
    find(Vec3(0, 0, 0), -0.5);
    find(Vec3(0, 0, 0), NAN);
    find(Vec3(NAN, 0, 0), 1);
    find_value(Value(), 1);
    find_value("here", 1);
    find_value(Vec3(0, 0, 0), Value());
    find_value(Vec3(0, 0, 0), "far");
    check::refused("wrong.as");
}
