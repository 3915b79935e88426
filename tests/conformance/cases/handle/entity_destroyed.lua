local check = require "check"
local e = entity.create()
e:add("Health")
e:add("Transform")
local health, place = e:handle("Health"), e:handle("Transform").translation
e:destroy()
-- Someone else moves in where it was.
local other = entity.create()
other:add("Health", { current = 99 })
check.fails(function() return health.current end)
check.fails(function() health.current = 1 end)
check.fails(function() place.x = 1 end)
check.show(other:get("Health").current)
