local check = require "check"
local nan = 0.0 / 0.0
check.fails(entity.find_in_radius, Vec3(0, 0, 0), -1)
check.fails(entity.find_in_radius, Vec3(0, 0, 0), -0.5)
check.fails(entity.find_in_radius, Vec3(0, 0, 0), nan)
check.fails(entity.find_in_radius, Vec3(nan, 0, 0), 1)
check.fails(entity.find_in_radius, nil, 1)
check.fails(entity.find_in_radius, "here", 1)
check.fails(entity.find_in_radius, Vec3(0, 0, 0), nil)
check.fails(entity.find_in_radius, Vec3(0, 0, 0), "far")
check.fails(entity.find_in_radius)
check.fails(entity.find_in_radius, Vec3(0, 0, 0), 1, 2)
