import math

import check


def rounded(v):
    # Adding zero makes -0.0 into 0.0.
    return " ".join(f"{number + 0.0:.4f}" for number in (v.x, v.y, v.z))


quarter = Quat.from_axis_angle(Vec3.Y, math.pi / 2)
print(rounded(quarter * Vec3(1, 1, 0.5)))
print(rounded(quarter.rotate(Vec3(1, 1, 0.5))))
print(rounded((quarter * quarter) * Vec3(1, 1, 0.5)))
print(rounded(quarter.inverse() * (quarter * Vec3(1, 2, 3))))
print(rounded(Quat.IDENTITY.slerp(quarter, 0.5) * Vec3(2, 1, 0.5)))
print(f"{quarter.length():.4f} {quarter.dot(quarter):.4f}")
# About the axis of any length.
print(rounded(Quat.from_axis_angle(Vec3(0, 10, 0), math.pi / 2) * Vec3(1, 1, 0.5)))
print(rounded(Quat.from_euler(0, math.pi / 2, 0) * Vec3(1, 1, 0.5)))
check.show(Quat(0, 0, 0, 2).normalize())
check.fails(Quat.from_axis_angle, Vec3.ZERO, 1)
check.fails(Quat.from_axis_angle, 1, Vec3.Y)
check.fails(Quat.from_euler, 1, 2)
check.fails(Quat(0, 0, 0, 0).normalize)
