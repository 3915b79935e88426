local check = require "check"
local low, high = 1, 0
for _ = 1, 1000 do
    local n = engine.random()
    low, high = math.min(low, n), math.max(high, n)
end
check.show(low >= 0, low < 0.05, high > 0.95, high < 1)
local seen = {}
for _ = 1, 200 do
    local n = engine.random_int(-1, 1)
    seen[n + 2] = math.type(n)
end
check.show(seen)
check.show(engine.random_int(5, 5), math.type(engine.random_int(math.mininteger, math.maxinteger)))
check.fails(engine.random_int)
check.fails(engine.random_int, 1)
check.fails(engine.random_int, 2, 1)
check.fails(engine.random_int, 1, 2.5)
check.fails(engine.random_int, "1", 2)
