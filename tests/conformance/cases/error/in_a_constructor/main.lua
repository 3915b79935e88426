-- A function that makes objects is Lua's constructor.
local check = require "check"

local Hero = {}
Hero.__index = Hero

function Hero.new(name)
    local hero = setmetatable({ name = name }, Hero)
    if name == "" then
        entity.name(check.dead())
    end
    print("made " .. name)
    return hero
end

local hero
check.fails(function() hero = Hero.new("") end)
check.show(hero)
-- Others can be made all the same.
hero = Hero.new("Ada")
check.fails(function() hero = Hero.new("") end)
check.show(hero.name)
-- In the body of a script, it is the script that fails.
local e = entity.create()
check.fails(e.attach, e, "broken.lua")
check.show(e:detach("broken.lua"))
