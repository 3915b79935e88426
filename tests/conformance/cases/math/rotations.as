// A wrong type or number of arguments does not compile; a Value of the wrong kind is found out when it is passed.
#include "check"

string round(const Vec3 &in v)
{
    // Adding nothing makes a zero of minus zero.
    return formatFloat(v.x + 0.0, "", 0, 4) + " " + formatFloat(v.y + 0.0, "", 0, 4) + " " +
           formatFloat(v.z + 0.0, "", 0, 4);
}

void main()
{
    Quat quarter = Quat::from_axis_angle(Vec3::Y, PI / 2);
    print(round(quarter * Vec3(1, 1, 0.5)));
    print(round(quarter.rotate(Vec3(1, 1, 0.5))));
    print(round((quarter * quarter) * Vec3(1, 1, 0.5)));
    print(round(quarter.inverse() * (quarter * Vec3(1, 2, 3))));
    print(round(Quat::IDENTITY.slerp(quarter, 0.5) * Vec3(2, 1, 0.5)));
    print(formatFloat(quarter.length(), "", 0, 4) + " " + formatFloat(quarter.dot(quarter), "", 0, 4));
    // About the axis of any length.
    print(round(Quat::from_axis_angle(Vec3(0, 10, 0), PI / 2) * Vec3(1, 1, 0.5)));
    print(round(Quat::from_euler(0, PI / 2, 0) * Vec3(1, 1, 0.5)));
    check::show(Quat(0, 0, 0, 2).normalize());
    try { Quat::from_axis_angle(Vec3::ZERO, 1); check::passed(); } catch { check::failed(); }
    try { Quat::from_axis_angle(Value(1), PI); check::passed(); } catch { check::failed(); }
    check::refused("wrong.as");
    try { Quat(0, 0, 0, 0).normalize(); check::passed(); } catch { check::failed(); }
}
