local check = require "check"
check.show(Vec2.ZERO, Vec2.ONE, Vec2.X, Vec2.Y)
check.show(Vec3.ZERO, Vec3.ONE, Vec3.X, Vec3.Y, Vec3.Z)
check.show(Quat.IDENTITY)
-- Changing one changes that one.
local up = Vec3.Y
up.x = 5
check.show(up, Vec3.Y)
check.fails(function() return Vec3.W end)
check.fails(function() return Vec3.zero end)
check.fails(function() return Vec2.Z end)
check.fails(function() return Quat.from_axis_angel end)
