local check = require "check"
local ok, err = pcall(entity.name, check.dead())
check.show(ok, err.kind, err.message)
error(err)
