local check = require "check"
local e = entity.create()
e:add("Health", { current = 5, max = 10 })
local health = e:handle("Health")
-- Each of these moves the component to another place in memory.
e:add("Stats")
e:add_tag("moved")
e:data().moved = true
for i = 1, 100 do entity.create():add("Health", { current = i }) end
e:remove("Stats")
check.show(health.current, health.max)
health.current = 6
check.show(e:get("Health"))
