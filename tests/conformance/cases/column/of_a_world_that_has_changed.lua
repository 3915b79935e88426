local check = require "check"
local list = {}
for i = 1, 3 do
    list[i] = entity.create()
    list[i]:add("Health", { current = i })
end
local q = query.create({ "Health" })
local current = q:column("Health.current")
local mask = current:less(3)
local copy = current:copy()

-- Who is not of the query may come and go.
entity.create():destroy()
entity.create():add("Speed")
check.show(current:to_list())

list[1]:destroy()
check.fails(current.add, current, 1)
check.fails(current.to_list, current)
check.fails(current.len, current)
check.fails(mask.count, mask)
check.fails(copy.sum, copy)
check.show(component.get(list[2], "Health").current)

current = q:column("Health.current")
check.fails(current.add, current, 1, mask)
check.fails(current.add, current, copy)
list[2]:add("Speed")
check.fails(current.add, current, 1)
current = q:column("Health.current")
list[2]:remove("Speed")
list[3]:set("Health", { current = 30 })
check.fails(current.get, current, list[3])
current = q:column("Health.current")
local new = entity.create()
new:add("Health", { current = 4 })
-- A column does not grow: its entities are still where they were.
check.show(current:to_list(), q:column("Health.current"):to_list())
