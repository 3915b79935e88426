local check = require "check"
local ok, err = pcall(function()
    entity.destroy("x")
end)
check.show(ok, err.kind, err.message)
check.show(err.line, err.source)
print(tostring(err))
check.fails_somehow(function() return err.zebra.x end)
-- Its text is not far.
check.fails(function() return err:find("expected") end)
print(("at: " .. err):find("expected", 1, true) ~= nil)
