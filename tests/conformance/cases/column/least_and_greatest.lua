local check = require "check"
local list = {}
for i, x in ipairs({ 3, 1, 4, 1, 5 }) do
    list[i] = entity.create()
    list[i]:add("Transform", { translation = Vec3(x, -x, i) })
    list[i]:add("Stats", { level = x, speed = 10 - x })
end
local q = query.create({ "Transform", "Stats" })
local place, x, level, speed = q:column("Transform.translation"), q:column("Transform.translation.x"), q:column("Stats.level"), q:column("Stats.speed")

-- The entity of the least or greatest row; of several, the first.
check.show(x:argmin() == list[2], x:argmax() == list[5], level:argmin() == list[2], speed:argmax() == list[2])
check.show(x:argmin(x:greater(1)) == list[1], level:argmax(level:less(5)) == list[3])
check.show(level:argmin(level:greater(5)), query.create({ "Relic" }):column("Relic.power"):argmax())
-- What is no number is never the least.
local none = x:copy()
none:sub(1)
none:div(none)
check.show(none:argmin() == list[1], none:argmax() == list[1])
check.fails(place.argmin, place)
check.fails(q:column("Stats.alive").argmax, q:column("Stats.alive"))

-- The lesser or greater of each row and something.
x:minimum(3)
check.show(x:to_list())
x:maximum(speed)
check.show(x:to_list())
level:minimum(4, level:greater(1))
check.show(level:to_list())
level:maximum(level)
level:maximum(2)
check.show(level:to_list())
place:minimum(Vec3(7, -2, 3))
check.show(place:to_list())
place:maximum(2)
check.show(place:to_list())
check.fails(place.minimum, place, "up")
check.fails(level.maximum, level, 1.5)
check.fails(place.maximum, place, level:equal(2))

-- NaN is neither less nor greater, and not passed over: a component refuses it, numbers of one's own take it.
check.fails(x.minimum, x, 0 / 0)
check.fails(place.maximum, place, Vec3(0, 0 / 0, 0))
check.fails(x.maximum, x, none)
none:maximum(7)
local own = x:copy()
own:minimum(0 / 0, own:less(6))
check.show(none:to_list(), own:to_list(), own:min(), own:max())
check.show(x:to_list())
