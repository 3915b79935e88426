local check = require "check"
for i = 0, 3 do
    local e = entity.create()
    e:add("Transform", { translation = Vec3(i, i, 0) })
    e:add("Stats", { level = i, speed = i })
end
local q = query.create({ "Transform", "Stats" })
local place, level, layers = q:column("Transform.translation"), q:column("Stats.level"), q:column("Stats.armor.layers")
local speed = q:column("Stats.speed")
local nan = 0 / 0
check.fails(place.scale, place, math.huge)
check.fails(place.add, place, Vec3(0, nan, 0))
check.fails(place.set, place, Vec3(nan, 0, 0))
check.fails(place.add_scaled, place, place, nan)
check.fails(place.clamp, place, nan, 1)
check.fails(place.div, place, speed)
check.fails(speed.set_list, speed, { 1, 2, nan, 4 })
check.fails(speed.set_at, speed, q:first(), nan)
check.fails(place.set, place, Vec3(1, 1, 1):normalize(), 5)
check.fails(level.mul, level, 2147483647)
check.fails(level.add, level, 0.5)
check.fails(level.add, level, speed)
check.fails(level.div, level, 2)
check.fails(layers.set, layers, 256)
check.fails(layers.sub, layers, 1)
check.fails(q:column("Transform.translation.x").add, q:column("Transform.translation.x"), 1e300)
check.show(place:to_list(), level:to_list(), layers:to_list(), speed:to_list())

-- Where a mask is false, nothing is written, so nothing is refused.
place:scale(math.huge, speed:greater(5))
layers:sub(1, speed:greater(5))
-- Infinity is a number, as everywhere.
speed:div(0, speed:greater(0))
check.show(place:to_list(), layers:to_list(), speed:to_list())
-- A column of its own numbers holds anything.
local own = speed:copy()
own:sub(own)
check.show(own:to_list(), own:equal(own):count())
check.fails(speed.set, speed, own)
check.show(speed:to_list())
