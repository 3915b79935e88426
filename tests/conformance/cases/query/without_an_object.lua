-- Each language says in its own way that a method was called on nothing, or on something else.
local check = require "check"
local healthy = query.create({ "Health" })
check.fails(healthy.count)
check.fails(healthy.count, 5)
check.fails(healthy.count, entity.create())
check.fails(function() return healthy.contains(entity.create()) end)
check.fails(function()
    local none = nil
    return none:count()
end)
