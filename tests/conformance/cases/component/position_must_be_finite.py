import math

import check

nan, inf = math.nan, math.inf
e = entity.create()
e.add("Transform")
check.fails(component.set_position, e, Vec3(nan, 0, 0))
check.fails(component.set_position, e, Vec3(0, inf, 0))
check.fails(component.set_position, e, Vec3(0, 0, -inf))
check.fails(component.set_positions, [e], [Vec3(0, nan, 0)])
check.fails(component.set_rotation, e, Quat(nan, 0, 0, 1))
check.show(e.get_position(), e.get_rotation())
e.set_position(Vec3(1e38, -1e38, 1e-38))
place = e.get_position()
check.show(place.x > 9e37, place.y < -9e37, place.z > 0)
