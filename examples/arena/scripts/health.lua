-- Health: who has none left ends at the end of the frame, and that of heroes grows back.
--
-- Whoever hurts someone only lowers a number (see lib/combat). What follows from it is decided here, once a frame.

-- Only those whose health was written since this script looked last: the few that were hurt, not the hundreds that
-- were not.
local hurt = query.create({ "Health" }, nil, nil, { "Health" })
local standing = query.create({ "Hero", "Health" }, { "Fallen" })
local fallen = query.create({ "Hero", "Health", "Fallen" })

local REGROWTH_RATE = 4       -- times a second
local RAISED, LOWERED = Vec3(0, 2.2, 0), Vec3(0, 0.3, 0)      -- where a banner is, above its hero

local function set_banner(hero, place)
    for _, banner in ipairs(hero:children()) do
        banner:set_position(place)
    end
end

-- A hero does not die: he is down until a wave raises him.
local function fall(hero)
    hero:add("Fallen", { since = engine.total_time() })
    set_banner(hero, LOWERED)
    event.emit("fallen", hero)
end

local function end_those_without_health()
    hurt:each(function(victim, health)
        if health.now > 0 or victim:has("Fallen") then
            return
        end
        if victim:has("Hero") then
            fall(victim)
        else
            event.emit("slain")
            victim:destroy()
        end
    end)
end

local function grow_back(dt)
    local now, full = standing:column("Health.now"), standing:column("Health.full")
    now:add_scaled(standing:column("Health.regrowth"), dt)
    now:set(full, now:greater(full))
end

-- Raises all heroes that are down, to a share of their full health. Other scripts reach it with script.call.
function raise_fallen(share)
    fallen:each(function(hero, _, health, state)
        health.now = health.full * share
        local time = engine.total_time() - state.since
        engine.log(string.format("%s is up again after %.1f s", hero:name(), time), "debug")
        hero:remove("Fallen")
        set_banner(hero, RAISED)
    end)
end

system.register("health.grow_back", grow_back, "update", 0, REGROWTH_RATE)
system.register("health.end", end_those_without_health, "post_update", 10)
