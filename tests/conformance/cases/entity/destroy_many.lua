local check = require "check"
local list = {}
for i = 1, 5 do list[i] = entity.create() end
local other = entity.create()
entity.destroy_many({ list[1], list[3] })
for i = 1, 5 do check.show(list[i]:is_valid()) end
entity.destroy_many({})
-- The same one twice is destroyed once.
entity.destroy_many({ list[2], list[4], list[2] })
check.show(list[2]:is_valid(), list[4]:is_valid(), list[5]:is_valid(), other:is_valid())
