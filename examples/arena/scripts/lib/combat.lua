-- The rules of getting hurt, shared by everyone who hurts.

local combat = {}

local board

-- The scoreboard's data. Looked up once: entities are handles, and this one stays.
function combat.score()
    board = board or entity.find_by_name("Scoreboard")
    return board:data()
end

-- Adds `amount` to one of the scoreboard's counts.
function combat.count(what, amount)
    local score = combat.score()
    score[what] = score[what] + amount
end

-- A hero does not die: he is down until a wave raises him (see waves.lua).
local function fall(hero)
    hero:remove_tag("hero")
    hero:add_tag("fallen")
    combat.count("falls", 1)
    engine.log(hero:name() .. " has fallen", "warn")
end

-- Takes hit points from a hero or an enemy. True if that was the end of it.
function combat.hurt(victim, amount)
    local data = victim:data()
    data.hp = data.hp - amount
    if data.hp > 0 then
        return false
    end
    if victim:has_tag("hero") then
        fall(victim)
    else
        combat.count("slain", 1)
        victim:destroy()
    end
    return true
end

return combat
