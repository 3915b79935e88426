local check = require "check"
local e = entity.create()
e:add("Stats")
e:add("Transform")
local nan = 0 / 0
local stats, transform = e:handle("Stats"), e:handle("Transform")
check.fails(function() stats.speed = nan end)
check.fails(function() stats.armor.value = nan end)
check.fails(function() stats.tint = Vec3(0, nan, 0) end)
check.fails(function() transform.translation.x = nan end)
check.fails(function() stats.armor.value = 1e300 end)
stats.speed = math.huge
stats.armor.value = -math.huge
check.show(stats.speed, stats.armor.value, stats.tint, transform.translation)
