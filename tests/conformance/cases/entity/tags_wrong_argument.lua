local check = require "check"
local e, dead = entity.create(), check.dead()
for _, name in ipairs { "add_tag", "remove_tag", "has_tag" } do
    local f = entity[name]
    check.fails(f)
    check.fails(f, e)
    check.fails(f, e, 1)
    check.fails(f, e, nil)
    check.fails(f, "e", "tag")
    check.fails(f, dead, "tag")
    check.fails(f, e, "tag", "tag")
end
check.fails(entity.tags)
check.fails(entity.tags, dead)
check.show(e:tags())
