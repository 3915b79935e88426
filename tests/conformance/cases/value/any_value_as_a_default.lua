-- engine.setting hands its default back: the shortest way into the engine and out again.
local check = require "check"
local e = entity.create()
local function back(value) return engine.setting("no.such.setting", value) end
check.show(back(nil), back(true), back(false))
check.show(back(0), back(-1), back(1.0), back(0.1))
check.show(back("text"), back(""))
check.show(back(Vec2(1, 2)), back(Vec3(1, 2, 3)), back(Quat(0, 0, 0, 1)))
check.show(back(e) == e)
check.show(back { 1, 2.0, "three" }, back { a = 1, b = { c = 2 } })
check.show(back({}), back { {} }, back { a = {} })
