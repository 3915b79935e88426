local check = require "check"
local ok, err = pcall(function()
    entity.destroy("x")
end)
check.show(ok, err.kind, err.message)
check.show(err.line, err.source)
print(tostring(err))
check.fails_somehow(function() return err.zebra.x end)
