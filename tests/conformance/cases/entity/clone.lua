local check = require "check"
local e = entity.create()
e:set_name("Grunt")
e:add_tag("enemy")
e:add("Health", { current = 5, max = 10 })
e:add("Bag", { items = { "key" } })
e:add("Transform", { translation = { 1, 2, 3 } })
e:data().weapons = { "axe", "bow" }
local copy = e:clone()
check.show(copy == e, copy:is_valid(), copy:name(), copy:tags())
check.show(copy:get("Health"), copy:get("Bag").items, copy:get_position())
check.show(copy:data().weapons[1], #copy:data().weapons)
-- Nothing is shared.
copy:data().weapons[1] = "sword"
copy:set("Health", { current = 1 })
copy:add_tag("elite")
check.show(e:data().weapons[1], e:get("Health").current, e:tags())
-- The lower index goes by the name.
check.show(entity.find_by_name("Grunt") == e, #entity.find_by_tag("enemy"))
-- The parent is the same; the children are copied when that is asked for.
local child, grandchild = entity.create(), entity.create()
child:set_parent(e)
child:set_name("child")
grandchild:set_parent(child)
grandchild:set_name("grandchild")
check.show(e:clone():children(), #e:clone(false):children())
local family = e:clone(true)
local inner = family:children()[1]
check.show(inner == child, inner:name(), inner:children()[1]:name(), inner:children()[1] == grandchild)
local twin = child:clone()
check.show(twin:parent() == e, #e:children(), e:children()[2] == twin)
-- What has nothing is copied as well.
check.show(entity.create():clone():is_valid())
check.fails(entity.clone, check.dead())
check.fails(entity.clone, nil)
check.fails(entity.clone, "e")
check.fails(entity.clone, e, "yes")
check.fails(entity.clone)
check.fails(entity.clone, e, true, 1)
