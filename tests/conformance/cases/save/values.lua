local check = require "check"

local function kept(value)
    save.write("slot", value)
    return save.read("slot")
end

check.show(kept(7), kept(7.5), kept(7.0), kept(true))
check.show(kept(math.maxinteger) == math.maxinteger, kept(math.mininteger) == math.mininteger)
check.show(kept(5e-324), kept(math.huge), kept(0 / 0), 1 / kept(-0.0))
check.show(kept("ü 🐉"), kept("a\0b"), kept(""))
check.show(kept(Vec2(1, 2.5)), kept(Vec3(1, 2, -0.1)), kept(Quat(0, 1, 0, 0)))
check.show(kept(Vec3(math.huge, -math.huge, 1e-40)))
check.show(kept { 1, { 2, { 3.0 } }, "four" })
check.show(kept { a = { b = { c = { 1, 2 } } }, ["$vec3"] = 1, ["$$"] = 2, [""] = 3 })
check.show(kept { ["$vec3"] = { 1, 2, 3 } })
check.show(kept(nil))
