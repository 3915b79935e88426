local check = require "check"
local e = entity.create()
local list = {}
for i = 1, 100000 do list[i] = i end
e:data().list = list
check.show(#e:data().list, e:data().list[100000])
local text = string.rep("x", 1000000)
e:data().text = text
check.show(#e:data().text, e:data().text == text)
