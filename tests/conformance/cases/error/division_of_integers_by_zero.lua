local check = require "check"
local zero, x = 0, 5
check.fails_somehow(function() x = 1 // zero end)
check.fails_somehow(function() x = 1 % zero end)
check.fails_somehow(function() x = zero // zero end)
check.fails_somehow(function() x = zero % zero end)
-- Nothing was assigned, and the script goes on.
check.show(x, entity.create():is_valid())
