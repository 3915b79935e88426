local check = require "check"

local healthy = query.create({ "Health" })
local fast = query.create({ "Health", "Speed" })
local slow = query.create({ "Health" }, { "Speed" })
local bosses = query.create({ "Health" }, { tag = "boss" })
local tagged = query.create({}, { tag = "boss" })
local all = query.create({})
check.show(healthy:count(), healthy:is_empty(), healthy:first(), #healthy:entities(), all:count())

-- What comes later is found too.
local a, b, c, d = entity.create(), entity.create(), entity.create(), entity.create()
d:add("Speed")
for _, e in ipairs({ d, b, a }) do
    e:add("Health")
end
a:add("Speed")
b:add_tag("boss")
c:add_tag("boss")

local function found(q)
    local names = {}
    for i, e in ipairs(q:entities()) do
        names[i] = e == a and "a" or e == b and "b" or e == c and "c" or e == d and "d" or "?"
    end
    check.show(q:count(), q:is_empty(), names)
end
-- In the order of the entities, not in that in which they got what they have.
found(healthy)
found(fast)
found(slow)
found(bosses)
found(tagged)
found(all)
check.show(healthy:first() == a, slow:first() == b, query.create({ "Relic" }):first())
check.show(healthy:contains(a), healthy:contains(c), slow:contains(a), bosses:contains(b), bosses:contains(a))

b:remove("Health")
d:destroy()
found(healthy)
found(bosses)
b:remove_tag("boss")
found(tagged)
