local check = require "check"
check.show(save.list(), save.read("a"), save.read("a", 5), save.remove("a"))
save.write("slot-2", 2)
save.write("a", 1)
save.write("0_", 0)
check.show(save.list())
save.write("a", "another")
check.show(save.list(), save.read("a"), save.read("a", 5))
check.show(save.remove("a"))
check.show(save.remove("a"), save.read("a"), save.list())
-- What was saved as nothing is there.
save.write("a", nil)
check.show(save.read("a", 5), save.list())
for _, name in ipairs { "", "Slot", "a b", "a.json", "../a", "/a", "a\\b", "ä", "a\0b", ("x"):rep(65), "nul", "com1" } do
    check.fails(save.write, name, 1)
    check.fails(save.read, name)
    check.fails(save.remove, name)
end
check.show(save.list())
