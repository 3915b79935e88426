local check = require "check"
local e = entity.create()
local data = e:data()
data.hp = 5
data.home = { x = 1 }
local home = data.home
e:destroy()
check.fails(function() return data.hp end)
check.fails(function() data.hp = 1 end)
check.fails(function() return home.x end)
check.fails(function() return data() end)
check.fails(entity.data)
check.fails(entity.data, e)
check.fails(entity.data, "e")
