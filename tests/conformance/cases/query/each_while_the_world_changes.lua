local check = require "check"

local function units(count)
    local list = {}
    for i = 1, count do
        list[i] = entity.create()
        list[i]:add("Health", { current = i })
    end
    return list
end

local healthy = query.create({ "Health" }, { "Speed" })

-- Those that are gone, or match no longer, are passed over; those that come are not seen.
local list = units(6)
healthy:each(function(e, health)
    check.show(health.current)
    if e == list[1] then
        list[2]:destroy()
        list[3]:remove("Health")
        list[4]:add("Speed")
        units(1)
        e:destroy()
    end
end)
check.show(healthy:count())

-- The same query again, from within.
for _, e in ipairs(healthy:entities()) do
    e:destroy()
end
list = units(2)
healthy:each(function(outer, first)
    healthy:each(function(inner, second)
        check.show(first.current, second.current, inner == outer)
        if inner ~= outer and inner:is_valid() then
            inner:remove("Health")
        end
    end)
end)
check.show(healthy:count())

-- What fails ends the walk.
list = units(2)
local seen = 0
check.fails(function()
    healthy:each(function(e, health)
        seen = seen + 1
        health.currant = 1
    end)
end)
check.show(seen)
