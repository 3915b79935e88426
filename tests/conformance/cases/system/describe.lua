local check = require "check"

local function waves()
end

system.register("waves", waves, "pre_update", 7, 2.5, { "Health" }, { "Transform", "Health" })
system.register("plain", waves)
check.show(system.describe("waves"))
check.show(system.describe("plain"))
system.set_priority("plain", -5)
system.disable("plain")
local plain, scripts = system.describe("plain"), system.describe("scripts")
check.show(plain.priority, plain.enabled, plain.failed)
check.show(scripts.script, scripts.phase, scripts.priority, scripts.enabled)
check.fails(system.describe, "wave")
check.fails(system.set_priority, "plan", 5)
check.fails(system.set_priority, "plain", -2147483649)
