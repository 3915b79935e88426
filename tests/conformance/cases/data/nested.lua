local check = require "check"
local e = entity.create()
local data = e:data()
data.home = { x = 1, chest = { gold = 5 } }
check.show(data.home.x, data.home.chest.gold)
data.home.chest.gold = data.home.chest.gold + 1
local chest = data.home.chest
chest.silver = 2
check.show(e:data().home.chest())
-- What was written is a copy: the table it came from is no longer part of it.
local list = { 1, 2 }
data.list = list
list[1] = 100
check.show(data.list[1])
-- A reference leads to a place: when that is gone, so is what it leads to.
data.home = nil
check.show(chest.gold)
check.fails(function() chest.gold = 1 end)
