local check = require "check"
local e = entity.create()
local data = e:data()
data.things = {}
check.show(data.things())
data.things[1] = "first"
check.show(data.things(), #data.things)
data.names = {}
data.names.first = 1
check.show(data.names())
