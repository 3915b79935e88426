local check = require "check"
local a, b = entity.create(), entity.create()
local function back(value) return engine.setting("none", value) end
check.show(back(a) == a, back(a) == b, back { a, b }[2] == b, back { who = a }.who == a)
-- An entity that is gone is still that entity.
b:destroy()
check.show(back(b) == b, back(b):is_valid())
