local check = require "check"
local e = entity.create()
e:add("Transform")
e:add("Stats")
local other = entity.create()
other:add("Transform")
local q = query.create({ "Transform", "Stats" })
local place, level, speed = q:column("Transform.translation"), q:column("Stats.level"), q:column("Stats.speed")
local alive, facing = q:column("Stats.alive"), q:column("Stats.facing")
local places = query.create({ "Transform" }):column("Transform.translation")

-- Each function that takes a value, with what it cannot take.
for _, name in ipairs({ "add", "sub", "mul", "div", "set", "dot", "equal", "not_equal" }) do
    for _, value in ipairs({ "up", true, e, {}, places, speed, q }) do
        check.fails(place[name], place, value)
    end
    check.fails(place[name], place, nil)
    check.fails(place[name], place)
end
for _, value in ipairs({ "up", true, e, { 1, 2, 3 }, Vec3(1, 1, 1), places, place, q }) do
    check.fails(place.scale, place, value)
    check.fails(place.add_scaled, place, place, value)
    check.fails(place.clamp, place, value, 5)
    check.fails(place.clamp, place, 5, value)
    check.fails(speed.less, speed, value)
    check.fails(level.add, level, value)
    check.fails(level.greater, level, value)
    check.fails(alive.set, alive, value)
    check.fails(facing.mul, facing, value)
end
for _, name in ipairs({ "less", "less_equal", "greater", "greater_equal" }) do
    check.fails(place[name], place, 1)
    check.fails(alive[name], alive, true)
    check.fails(speed[name], speed)
end
check.fails(place.add_scaled, place, places, 1)
check.fails(place.add_scaled, place, speed, 1)
check.fails(place.add_scaled, place, 5, 1)
check.fails(place.add_scaled, place, place)
check.fails(place.add_scaled, place)
check.fails(place.clamp, place, 5, 1)
check.fails(place.clamp, place, Vec3(0, 5, 0), Vec3(9, 1, 9))
check.fails(level.clamp, level, 0.5, 1)
check.fails(level.clamp, level, 5, 1)
check.fails(place.clamp, place, 5)

-- What only some columns have.
for _, name in ipairs({ "normalize", "length" }) do
    check.fails(speed[name], speed)
    check.fails(alive[name], alive)
end
check.fails(speed.dot, speed, speed)
for _, name in ipairs({ "inverse", "count" }) do
    check.fails(speed[name], speed)
end
for _, name in ipairs({ "both", "either" }) do
    check.fails(speed[name], speed, alive)
    check.fails(alive[name], alive, speed)
    check.fails(alive[name], alive, true)
    check.fails(alive[name], alive)
end
for _, name in ipairs({ "sum", "mean", "min", "max" }) do
    check.fails(alive[name], alive)
end
check.fails(alive.add, alive, true)
check.fails(alive.scale, alive, 1)
check.fails(alive.clamp, alive, false, true)

-- Masks.
check.fails(place.add, place, Vec3(1, 1, 1), speed)
check.fails(place.add, place, Vec3(1, 1, 1), true)
check.fails(place.set, place, Vec3(1, 1, 1), places:equal(places))
check.fails(place.to_list, place, speed)
check.fails(place.entities, place, place)
check.fails(speed.sum, speed, speed)
check.fails(place.normalize, place, 1)

-- Lists and rows.
check.fails(speed.set_list, speed, {})
check.fails(speed.set_list, speed, { 1, 2 })
check.fails(speed.set_list, speed, { "up" })
check.fails(speed.set_list, speed, 5)
check.fails(speed.set_list, speed)
check.fails(alive.set_list, alive, { 1 })
check.fails(level.set_list, level, { 0.5 })
check.fails(place.set_list, place, { { 1, 2 } })
check.fails(speed.get, speed, other)
check.fails(speed.get, speed, check.dead())
check.fails(speed.get, speed, 1)
check.fails(speed.get, speed)
check.fails(speed.set_at, speed, other, 1)
check.fails(speed.set_at, speed, e, "up")
check.fails(speed.set_at, speed, e)
check.fails(speed.len, speed, 1)
check.fails(speed.copy, speed, 1)
check.fails(function() return speed:lenght() end)
check.fails(function() speed.size = 5 end)
check.show(place:to_list(), level:to_list(), speed:to_list(), alive:to_list(), facing:to_list())
