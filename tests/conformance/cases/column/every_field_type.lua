local check = require "check"
component.define("Cargo", { mass = 1.5, crates = 2, sealed = false, pull = Vec3(1, 2, 3), drift = Vec2(1, 1) })
for i = 1, 2 do
    local e = entity.create()
    e:add("Stats", { level = i, alive = i == 2, offset = Vec2(i, -i) })
    e:add("Speed", i)
    e:add("Cargo", { crates = i })
end
local q = query.create({ "Stats", "Speed", "Cargo" })
for _, name in ipairs({ "Stats.level", "Stats.armor.layers", "Stats.armor.value", "Stats.speed", "Stats.alive",
    "Stats.offset", "Stats.offset.y", "Stats.tint", "Stats.facing", "Stats.facing.w", "Speed.value", "Cargo.mass",
    "Cargo.crates", "Cargo.sealed", "Cargo.pull", "Cargo.drift.x" }) do
    check.show(name, q:column(name):to_list())
end
local level, layers = q:column("Stats.level"), q:column("Stats.armor.layers")
level:add(1)
level:mul(level)
layers:set(level)
layers:sub(1, level:greater(4))
layers:clamp(1, 7)
check.show(level:to_list(), layers:to_list())
local offset = q:column("Stats.offset")
offset:add_scaled(offset, 2)
check.show(offset:to_list(), offset:dot(Vec2(1, 2)):to_list())
local facing = q:column("Stats.facing")
facing:mul(Quat.from_euler(0, 0, 1))
facing:scale(3)
facing:normalize()
check.show(facing:length():to_list(), facing:get(q:first()):rotate(Vec3(1, 0, 0)):length() > 0.99)
local speed, mass = q:column("Speed.value"), q:column("Cargo.mass")
speed:add(mass)
mass:set(speed)
mass:add(level)
check.show(speed:to_list(), mass:to_list(), mass:greater(speed):to_list())
local sealed, crates = q:column("Cargo.sealed"), q:column("Cargo.crates")
sealed:set(crates:greater(1))
crates:mul(10, sealed)
q:column("Cargo.pull.z"):set(crates)
check.show(sealed:to_list(), q:column("Cargo.pull"):to_list(), q:first():get("Cargo").pull)
