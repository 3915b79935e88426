local check = require "check"
local function back(value) return engine.setting("none", value) end
for _, n in ipairs { 0, 1, -1, 2147483647, 2147483648, 9007199254740993, math.maxinteger, math.mininteger } do
    check.show(back(n) == n, math.type(back(n)))
end
