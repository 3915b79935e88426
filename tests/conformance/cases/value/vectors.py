import math

import check


def back(value):
    return engine.setting("none", value)


check.show(back(Vec2(0.5, -2)), back(Vec3(0.5, -2, 1e30)), back(Quat(0.1, 0.2, 0.3, 0.4)))
check.show(back(Vec3(math.inf, -math.inf, 0)))
# Components are floats of 32 bits.
check.show(Vec3(0.1, 0, 0).x == 0.1, Vec3(0.5, 0, 0).x == 0.5, back(Vec3(16777217, 0, 0)).x)
