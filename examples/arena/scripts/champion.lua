-- A champion: an enemy that is larger than the others, and around which they bite twice as often.
--
-- scripts/waves attaches this to one of them. Nothing else needs to know who it is.

local horde = query.create({ "Enemy", "Transform" })
local champions = query.create({ "Enemy", "Transform" }, { tag = "champion" })

local MORE_HEALTH = 600.0
local SIZE = Vec3(1.8, 1.8, 1.8)
local CALL = 9.0              -- how far it is heard, metres
local CALLS = 4               -- how often it calls, times a second

function on_start(champion)
    champion:add_tag("champion")
    local health = champion:handle("Health")
    health.now = health.now + MORE_HEALTH
    champion:set("Transform", { scale = SIZE })
    engine.log(champion:name() .. " leads them", "warn")
end

local function call(dt)
    champions:each(function(_, _, transform)
        local way = horde:column("Transform.translation"):copy()
        way:sub(transform.translation)
        horde:column("Enemy.wait"):sub(dt, way:length():less_equal(CALL))
    end)
end

function on_stop(champion)
    if champion:handle("Health").now <= 0 then
        engine.log(champion:name() .. " is slain")
    end
end

-- One system for all champions, registered when the first of them comes.
system.register("champion.call", call, { rate = CALLS })
