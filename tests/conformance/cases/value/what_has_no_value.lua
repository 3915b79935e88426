local check = require "check"
local function back(value) return engine.setting("none", value) end
check.fails(back, coroutine.create(function() end))
check.fails(back, { coroutine.create(function() end) })
check.show(back(setmetatable({ a = 1 }, { __index = { b = 2 } })))
