import math

import check

check.fails(entity.find_in_radius, Vec3(0, 0, 0), -1)
check.fails(entity.find_in_radius, Vec3(0, 0, 0), -0.5)
check.fails(entity.find_in_radius, Vec3(0, 0, 0), math.nan)
check.fails(entity.find_in_radius, Vec3(math.nan, 0, 0), 1)
check.fails(entity.find_in_radius, None, 1)
check.fails(entity.find_in_radius, "here", 1)
check.fails(entity.find_in_radius, Vec3(0, 0, 0), None)
check.fails(entity.find_in_radius, Vec3(0, 0, 0), "far")
check.fails(entity.find_in_radius)
check.fails(entity.find_in_radius, Vec3(0, 0, 0), 1, 2)
