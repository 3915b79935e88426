local check = require "check"
local e = entity.create()
-- It is its field: no table around it is needed.
e:add("Speed", 2.5)
check.show(e:get("Speed"))
e:set("Speed", 3)
check.show(e:get("Speed"))
e:set("Speed", { value = 3.5 })
check.show(e:get("Speed"))
local speed = e:handle("Speed")
speed.value = 4
check.show(speed.value, e:get("Speed"))
check.fails(component.set, e, "Speed", { speed = 1 })
check.fails(component.set, e, "Speed", "fast")
check.fails(function() speed.speed = 1 end)
