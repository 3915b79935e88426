local check = require "check"
local e = entity.create()
entity.destroy(e)
check.fails(entity.destroy, e)
check.fails(e.destroy, e)
check.show(e:is_valid())
