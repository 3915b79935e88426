local check = require "check"
local function back(value) return engine.setting("none", value) end
for _, n in ipairs { 0.0, 1.0, -1.5, 0.1, 1e-320, 1e308, 2.0 ^ 53, math.pi } do
    check.show(back(n) == n, math.type(back(n)))
end
check.show(back(math.huge), back(-math.huge), back(0 / 0), 1 / back(-0.0))
