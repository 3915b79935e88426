local check = require "check"

local a, b = entity.create(), entity.create()
a:add("Health", { current = 5, max = 10 })
a:add("Transform")
b:add("Health", { current = 7, max = 10 })
b:add("Transform", { translation = { 1, 2, 3 } })
b:add("Speed", { value = 2 })

-- The entity, then what it must have, then what it may have.
query.create({ "Health", "Transform" }, nil, { "Speed", "Relic" }):each(function(e, health, transform, speed, relic)
    check.show(e == a, health.current, transform.translation, speed and speed.value, relic)
    health.current = health.current - 1
    transform.translation.x = 10
    if speed then
        speed.value = speed.value + 1
    end
end)
check.show(a:get("Health").current, b:get("Health").current, a:get_position(), b:get_position(), b:get("Speed"))

-- A function may take less, and what it returns is ignored.
local count = 0
query.create({ "Health" }):each(function()
    count = count + 1
    return false
end)
check.show(count)
query.create({ "Relic" }):each(function() check.show("nobody") end)

-- A handle outlives the walk, but not its component.
local kept
query.create({ "Speed" }):each(function(_, speed) kept = speed end)
check.show(kept.value, kept == b:handle("Speed"))
b:remove("Speed")
check.fails(function() return kept.value end)
