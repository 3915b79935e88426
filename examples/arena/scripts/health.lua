-- Health: who has none left ends at the end of the frame, and that of heroes grows back.
--
-- Whoever hurts someone only lowers a number (see lib/combat). What follows from it is decided here, once a frame.

-- Only those whose health was written since this script looked last: the few that were hurt, not the hundreds that
-- were not. They need not be heroes, or images: for those that are, `each` hands these components over too.
local touched = query.create({ "Health" }, { optional = { "Hero", "Image" }, changed = { "Health" } })
local standing = query.create({ "Hero", "Health" }, { without = { "Fallen" } })
local fallen = query.create({ "Hero", "Health", "Fallen" })

local REGROWTH_RATE = 4       -- times a second
local WOUNDED, WELL = 0.4, 0.7        -- below that share of his health a hero is wounded, above that he is well again

-- A hero does not die: he is down until a wave raises him.
local function fall(hero)
    hero:remove_tag("wounded")
    hero:add("Fallen", { since = engine.total_time() })
    event.emit("fallen", hero)
end

-- The tag is for whoever can help: see scripts/mend.
local function tend(hero, health)
    local share = health.now / health.full
    if share < WOUNDED and not hero:has_tag("wounded") then
        hero:add_tag("wounded")
        event.emit("wounded", hero)
    elseif share > WELL then
        hero:remove_tag("wounded")
    end
end

local function look()
    touched:each(function(victim, health, hero, image)
        if health.now > 0 then
            if hero then
                tend(victim, health)
            end
        elseif hero and not image then
            if not victim:has("Fallen") then
                fall(victim)
            end
        else
            if not image then
                event.emit("slain")
            end
            victim:destroy()
        end
    end)
end

local function grow_back(dt)
    local now, full = standing:column("Health.now"), standing:column("Health.full")
    -- Who is whole is left alone, and so does not count as changed.
    now:add_scaled(standing:column("Health.regrowth"), dt, now:less(full))
    now:set(full, now:greater(full))
end

-- Raises all heroes that are down, to a share of their full health. Other scripts reach it with script.call.
function raise_fallen(share)
    fallen:each(function(hero, _, health, state)
        health.now = health.full * share
        local time = engine.total_time() - state.since
        engine.log(string.format("%s is up again after %.1f s", hero:name(), time), "debug")
        hero:remove("Fallen")
    end)
end

system.register("health.grow_back", grow_back, { rate = REGROWTH_RATE })
system.register("health.look", look, { phase = "post_update", priority = 10 })
