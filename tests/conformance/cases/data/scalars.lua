local check = require "check"
local e = entity.create()
local data = e:data()
check.show(data.hp)
data.hp = 5
data.speed = 2.5
data.name = "Hero"
data.alive = true
data.dead = false
check.show(data.hp, data.speed, data.name, data.alive, data.dead, data.zebra)
data.hp = data.hp - 1
check.show(entity.data(e).hp)
data.hp = nil
check.show(data.hp, e:data()())
