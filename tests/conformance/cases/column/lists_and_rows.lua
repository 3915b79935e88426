local check = require "check"
local list = {}
for i = 1, 4 do
    list[i] = entity.create()
    list[i]:add("Health", { current = i })
    -- Those that have more lie elsewhere, but stand in the order of the query all the same.
    if i % 2 == 1 then
        list[i]:add("Speed")
    end
end
local q = query.create({ "Health" })
local current = q:column("Health.current")
check.show(current:to_list())
local same = true
for i, e in ipairs(current:entities()) do
    same = same and e == list[i] and e == q:entities()[i]
end
check.show(same)
current:set_list({ 10, 20, 30, 40 })
check.show(current:to_list(), component.get(list[3], "Health").current)
for i, e in ipairs(list) do
    current:set_at(e, current:get(e) + i)
end
check.show(current:to_list(), current:get(list[2]))
list[2]:handle("Health").current = 5
check.show(current:get(list[2]), current:to_list())
local odd = query.create({ "Health", "Speed" }):column("Health.current")
odd:set_list({ 1, 3 })
check.show(current:to_list(), odd:to_list())
