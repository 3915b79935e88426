local check = require "check"
local e = entity.create()
e:add("Health", { current = 5, max = 10 })
e:add("Stats", { armor = { value = 1, layers = 2 } })
local health, armor = e:handle("Health"), e:handle("Stats").armor
-- The fields come in the order of their declaration.
for name, value in pairs(health) do check.show(name, value) end
for name, value in pairs(armor) do check.show(name, value) end
local copy = health()
copy.current = 100
check.show(health.current, health(), armor())
print(tostring(health), tostring(armor))
