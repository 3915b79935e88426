-- A table has no end: what was never put into it is nothing, and an error when it is used.
local check = require "check"
local list = { 1, 2, 3 }
check.fails_somehow(function() return list[4].name end)
check.fails_somehow(function() return list[1 << 40].name end)
check.fails_somehow(function() return list[-4].name end)
check.fails_somehow(function() return ({})[1].name end)
check.fails_somehow(function() table.remove(list, 9) end)
-- Nothing has changed, and the script goes on.
check.show(list)
check.show(entity.create():is_valid())
