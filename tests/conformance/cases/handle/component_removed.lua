local check = require "check"
local e = entity.create()
e:add("Health", { current = 5, max = 10 })
e:add("Stats")
e:add("Transform")
local health, armor, place = e:handle("Health"), e:handle("Stats").armor, e:handle("Transform").translation
e:remove("Health")
e:remove("Stats")
e:remove("Transform")
check.fails(function() return health.current end)
check.fails(function() health.current = 1 end)
check.fails(function() return armor.value end)
check.fails(function() armor.value = 1 end)
check.fails(function() place.x = 1 end)
-- It is a handle to "the Health of e": when there is one again, it works again.
e:add("Health", { current = 3, max = 4 })
check.show(health.current)
