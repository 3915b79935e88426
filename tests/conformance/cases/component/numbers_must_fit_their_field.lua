local check = require "check"
local e = entity.create()
e:add("Stats")
local function refused(patch) check.fails(component.set, e, "Stats", patch) end
refused { level = 1.5 }
refused { level = 2147483648 }
refused { level = -2147483649 }
refused { level = "3" }
refused { armor = { layers = 256 } }
refused { armor = { layers = -1 } }
refused { armor = { value = 1e300 } }
refused { armor = { value = 0 / 0 } }
refused { speed = 0 / 0 }
-- These fit.
e:set("Stats", { level = 2147483647, speed = 1e300, armor = { layers = 255, value = 3 } })
check.show(e:get("Stats").level, e:get("Stats").speed, e:get("Stats").armor)
e:set("Stats", { level = 4.0, speed = math.huge, armor = { value = -math.huge } })
check.show(e:get("Stats").level, e:get("Stats").speed, e:get("Stats").armor.value)
