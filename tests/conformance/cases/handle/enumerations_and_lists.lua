local check = require "check"
local e = entity.create()
e:add("Bag", { items = { "sword" }, counts = { coins = 3 } })
local bag = e:handle("Bag")
check.show(bag.items, bag.counts)
bag.items = { "rope", "lamp" }
bag.counts = { arrows = 1 }
check.show(bag.items, bag.counts, e:get("Bag"))
check.fails(function() bag.items = 5 end)
check.fails(function() bag.items = { 1 } end)
e:add("Brain", { mode = "Chase" })
local brain = e:handle("Brain")
check.show(brain.mode)
brain.mode = "Idle"
check.show(brain.mode)
brain.mode = { variant = "Wait", seconds = 2.5 }
check.show(brain.mode)
check.fails(function() brain.mode = "Chse" end)
check.fails(function() brain.mode = 5 end)
check.show(brain.mode, e:get("Brain"))
