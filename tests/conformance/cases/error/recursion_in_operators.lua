local check = require "check"
local Endless = {}
Endless.__lt = function(a, b) return a < b end
Endless.__tostring = function(self) return "endless " .. tostring(self) end
local function make() return setmetatable({}, Endless) end
check.fails_somehow(function() return make() < make() end)
check.fails_somehow(tostring, make())
-- The script goes on.
check.show(entity.create():is_valid())
