-- Scripts have no finalisers. What is nearest is what runs when a variable to be closed goes; its errors are its block's.
local check = require "check"

local Torch = { __close = function() entity.name(check.dead()) end }

check.fails(function()
    local torch <close> = setmetatable({}, Torch)
    print("burns")
end)
-- The script goes on.
check.show(entity.create():is_valid())
