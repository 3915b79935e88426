local check = require "check"

local function waves()
end

check.show(system.register("waves", waves))
check.fails(system.register, "waves", waves)
check.fails(system.register, "scripts", waves)
check.fails(system.register, "", waves)
check.fails(system.register, ("x"):rep(1000000), waves)
check.show(system.register(("x"):rep(200), waves))
check.fails(system.register, "bad", waves, "updat")
check.fails(system.register, "bad", waves, "")
check.fails(system.register, "bad", waves, "update", 2147483648)
check.fails(system.register, "bad", waves, "update", 0, -1)
check.fails(system.register, "bad", waves, "update", 0, 0 / 0)
check.fails(system.register, "bad", waves, "update", 0, math.huge)
check.fails(system.register, "bad", waves, "update", 0, 0, { "Transform", "Helth" })
check.fails(system.register, "bad", waves, "update", 0, 0, {}, { "" })
check.show(system.exists("bad"))
check.show(system.register("with all", waves, "pre_update", 1, 2, { "Health" }, { "Transform", "Health" }))
check.show(system.register("with nothing", waves, nil, nil, nil, nil, nil))
