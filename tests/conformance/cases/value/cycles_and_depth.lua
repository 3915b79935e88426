local check = require "check"
local function back(value) return engine.setting("none", value) end
local loop = {}
loop[1] = loop
check.fails(back, loop)
local deep = 0
for _ = 1, 10000 do deep = { inner = deep } end
check.fails_somehow(back, deep)
local fine = 0
for _ = 1, 90 do fine = { inner = fine } end
local depth, at = 0, back(fine)
while type(at) == "table" do at, depth = at.inner, depth + 1 end
check.show(depth)
