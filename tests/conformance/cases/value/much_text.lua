local check = require "check"
-- A long text costs a script nothing more the second time, but each time a copy outside of it.
local text = string.rep("x", 1 << 20)
local list = {}
for place = 1, 257 do list[place] = text end
check.fails(engine.setting, "none", list)
check.fails(engine.setting, "none", { inner = list })
for place = 9, 257 do list[place] = nil end
check.show(#engine.setting("none", list))
