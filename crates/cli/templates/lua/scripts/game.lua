-- A script of the game as a whole: it belongs to no entity, so its call-backs get none.

local elapsed = 0

-- Runs once, before the first update.
function on_start()
    local planets = entity.find_by_tag("planet")
    engine.log("the game starts with " .. #planets .. " planets")

    -- Spread the planets evenly. Each remembers its place in its data, which every script can read.
    for i, planet in ipairs(planets) do
        planet:data().angle = (i - 1) * 2 * math.pi / #planets
    end
end

-- Runs every frame; dt is the time since the last one, in seconds.
function update(dt)
    elapsed = elapsed + dt
    if elapsed >= 1 then
        elapsed = elapsed - 1
        local first = entity.find_by_tag("planet")[1]
        engine.log("the first planet is at " .. tostring(first:get_position()))
    end
end

-- Runs when the game ends.
function on_stop()
    engine.log("the game ends after " .. engine.frame() .. " frames")
end
