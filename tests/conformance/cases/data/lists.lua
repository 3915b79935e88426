local check = require "check"
local e = entity.create()
local data = e:data()
data.path = { 10, 20, 30 }
check.show(#data.path, data.path[1], data.path[3], data.path[4])
data.path[2] = 25
data.path[4] = 40
check.show(data.path(), #data.path)
data.path[4] = nil
check.show(data.path())
check.fails(function() data.path[9] = 1 end)
check.fails(function() data.path[0] = 1 end)
check.fails(function() data.path[-1] = 1 end)
check.fails(function() data.path[math.mininteger] = 1 end)
check.fails(function() data.path[math.maxinteger] = 1 end)
check.fails(function() data[0] = 1 end)
check.fails(function() data.path.x = 1 end)
check.show(data.path[0], data.path[-1], data.path[math.mininteger], data.path[math.maxinteger], data.path.x)
data.grid = { { 1, 2 }, { 3, 4 } }
data.grid[2][1] = 30
check.show(data.grid())
