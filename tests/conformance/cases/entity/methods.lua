local check = require "check"
local e = entity.create()
-- What takes an entity first is a method of entities, whatever its module.
e:set_name("Hero")
e:add("Transform")
e:set_position(Vec3(1, 2, 3))
check.show(e:name(), e:has("Transform"), e:get_position())
check.fails(e.set_position, e)
check.fails(e.set_position, e, "up")
check.fails(e.set_position)
check.fails(function() e:set_positon(Vec3(1, 2, 3)) end)
check.fails(function() return e.hp end)
check.fails(function() e.hp = 5 end)
