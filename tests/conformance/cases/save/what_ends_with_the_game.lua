local check = require "check"
save.write("slot", "before")
local e = entity.create()
check.fails(save.write, "slot", e)
check.fails(save.write, "slot", { party = { "Anna", { who = e } } })
check.fails(save.write, "slot", asset.load("none.txt", "text"))
check.fails(save.write, "slot", { f = function() end })
check.fails(save.write, "slot", query.create({ "Health" }))
-- Handles and data are copied.
component.add(e, "Health", { current = 3, max = 5 })
e:data().path = { 1, 2 }
check.show(save.read("slot"))
save.write("slot", { health = component.handle(e, "Health"), data = e:data() })
entity.destroy(e)
check.show(save.read("slot"))
