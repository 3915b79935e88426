local check = require "check"
local ok, err = pcall(function()
    local hoard = {}
    while true do hoard[#hoard + 1] = string.rep("x", 1 << 20) .. #hoard end
end)
collectgarbage()
check.show(ok)
-- The script goes on.
check.show(entity.create():is_valid(), #string.rep("x", 1 << 20))
