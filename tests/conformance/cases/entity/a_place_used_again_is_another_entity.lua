local check = require "check"
local old = entity.create()
old:set_name("old")
old:destroy()
local new = {}
for i = 1, 50 do new[i] = entity.create() end
check.show(old:is_valid())
for i = 1, 50 do
    if new[i] == old then print("the dead is back") end
    if new[i]:name() then print("it has the dead one's name") end
end
check.fails(entity.name, old)
