local check = require "check"
for _, name in ipairs { "read", "remove", "write" } do
    local f = save[name]
    check.fails(f)
    check.fails(f, nil)
    check.fails(f, 1)
    check.fails(f, {})
    check.fails(f, "a", 1, 2)
end
check.fails(save.write, "a")
check.fails(save.list, 1)
check.show(save.list())
