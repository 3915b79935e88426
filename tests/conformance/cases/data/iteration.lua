local check = require "check"
local e = entity.create()
local data = e:data()
data.path = { 10, 20, 30 }
data.bag = { rope = 1, lamp = 2, sword = 3 }
for i, place in ipairs(data.path) do check.show(i, place) end
-- The names come in the order of the alphabet.
for name, count in pairs(data.bag) do check.show(name, count) end
for i, place in pairs(data.path) do check.show(i, place) end
data.empty = {}
for name in pairs(data.empty) do check.show(name) end
