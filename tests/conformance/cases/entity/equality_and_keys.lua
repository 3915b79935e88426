local check = require "check"
local e, other = entity.create(), entity.create()
e:set_name("Hero")
local again = entity.find_by_name("Hero")
check.show(e == again, e == other, e == "Hero", e == nil)
-- The same entity is the same key, however it was come by.
local seen = { [e] = "seen" }
check.show(seen[again], seen[other])
