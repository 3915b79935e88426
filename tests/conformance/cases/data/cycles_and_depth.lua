local check = require "check"
local e = entity.create()
local data = e:data()
local loop = {}
loop.self = loop
check.fails(function() data.loop = loop end)
local a, b = {}, {}
a.b, b.a = b, a
check.fails(function() data.loop = { { a } } end)
local function nested(depth)
    local value = 1
    for _ = 1, depth do value = { value } end
    return value
end
data.ok = nested(90)
-- Where too much was noticed is not worth telling: the way there is what is wrong.
check.fails(function() data.deep = nested(200) end)
check.fails_somehow(function() data.deep = nested(10000) end)
local inner = data.ok
for _ = 1, 50 do inner = inner[1] end
check.fails(function() inner[1] = nested(60) end)
local value, depth = data.ok(), 0
while type(value) == "table" do value, depth = value[1], depth + 1 end
check.show(depth, value, data.loop, data.deep)
-- The same table twice is no cycle.
local shared = { 1 }
data.shared = { shared, shared }
check.show(data.shared())
