local check = require "check"
local function back(value) return engine.setting("none", value) end
for _, s in ipairs { "", "plain", "a\0b", "\n\t", "Grüße", "日本語", "🐉" } do
    check.show(back(s) == s, #back(s))
end
local long = string.rep("0123456789", 100000)
check.show(back(long) == long)
check.fails(back, "\xff")
check.fails(back, "broken \xe2\x82")
check.fails(back, { a = "\xff" })
check.fails(back, { ["\xff"] = 1 })
check.fails(engine.setting, "\xff")
