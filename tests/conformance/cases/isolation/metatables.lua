-- What all scripts share cannot be reached, let alone changed.
local check = require "check"
local e = entity.create()
e:add("Health")
check.show(getmetatable(""), getmetatable(e), getmetatable(Vec3.ONE), getmetatable(e:handle("Health")))
check.show(getmetatable(e:data()), getmetatable(Quat), getmetatable(select(2, pcall(entity.destroy))))
check.fails_somehow(function() setmetatable(Vec3, {}) end)
check.fails_somehow(function() setmetatable({}, { __gc = function() end }) end)
