local check = require "check"
local function double(x) return 2 * x end
local function back(value) return engine.setting("none", value) end
local same = back(double)
check.show(same(21), same == double)
check.show(back { f = double }.f(4))
local count = 0
local counter = back(function() count = count + 1 return count end)
counter()
counter()
check.show(count)
check.fails_somehow(back(function() error("no") end))
