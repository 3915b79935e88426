local check = require "check"
local function back(value) return engine.setting("none", value) end
check.show(back { 1, { 2, { 3 } } }, back { a = { b = { c = { 1, 2 } } } })
check.show(back { "a", true, 1.5, Vec2(1, 2) })
local copy = back { 1, 2, 3 }
copy[4] = 4
check.show(#copy, copy)
check.fails(back, { 1, 2, x = 3 })
check.fails(back, { [2] = 1 })
check.fails(back, { [true] = 1 })
check.fails(back, { nil, 2 })
