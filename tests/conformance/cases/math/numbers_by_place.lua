local check = require "check"
-- Places count from 1, as in every list of Lua.
local v, q = Vec3(1, 2, 3), Quat(0, 0, 0, 1)
check.show(v[1], v[2], v[3], Vec2(4, 5)[2], q[4])
v[1] = 7
v[3] = v[3] + 0.5
check.show(v)
check.fails_somehow(function() return v[0] end)
check.fails_somehow(function() v[4] = 1 end)
check.fails_somehow(function() return Vec2()[3] end)
-- One that was read from a component writes it.
local e = entity.create()
component.add(e, "Transform")
e:set_position(Vec3(1, 2, 3))
local t = e:handle("Transform")
t.translation[2] = 9
check.show(t.translation, e:get_position())
