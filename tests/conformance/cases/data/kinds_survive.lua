local check = require "check"
local e, other = entity.create(), entity.create()
local data = e:data()
data.int, data.float, data.whole = 7, 7.5, 7.0
data.big, data.small = math.maxinteger, math.mininteger
data.tiny, data.huge, data.nan = 5e-324, math.huge, 0 / 0
data.zero = -0.0
data.text, data.nul, data.none = "ü 🐉", "a\0b", ""
data.v2, data.v3, data.q = Vec2(1, 2), Vec3(1, 2, 3), Quat(0, 1, 0, 0)
data.who = other
check.show(data.int, data.float, data.whole)
check.show(data.big == math.maxinteger, data.small == math.mininteger)
check.show(data.tiny, data.huge, data.nan, 1 / data.zero)
check.show(data.text, data.nul, data.none)
check.show(data.v2, data.v3, data.q, data.who == other)
