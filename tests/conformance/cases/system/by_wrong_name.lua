local check = require "check"

local function nothing() end

check.fails(system.register, "a", nothing, { prioritY = 1 })
check.fails(system.register, "a", nothing, { priority = 1, colour = "red" })
check.fails(system.register, "a", nothing, { name = "b" })
check.fails(system.register, "a", nothing, { priority = "first" })
check.fails(query.create, { "Health" }, { wthout = { "Speed" } })
check.show(system.exists("a"))
