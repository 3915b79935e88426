-- The wolf: runs for the nearest sheep and bites it.

local SIGHT = 15.0      -- metres
local REACH = 0.5       -- metres
local PAUSE = 0.5       -- seconds between bites
local BITE = 3          -- health

-- What is near comes nearest first, so the first that is a sheep is the nearest sheep.
local function nearest_sheep(place)
    for _, found in ipairs(entity.find_in_radius(place, SIGHT)) do
        if found:has_tag("sheep") then
            return found
        end
    end
end

function on_start(wolf)
    wolf:data().wait = 0.0
end

function update(wolf, dt)
    local data, transform = wolf:data(), wolf:handle("Transform")
    data.wait = data.wait - dt
    local sheep = nearest_sheep(transform.translation)
    if not sheep then
        return
    end
    local way = sheep:get_position() - transform.translation
    if way:length() > REACH then
        local step = wolf:handle("Animal").speed * dt
        transform.translation = transform.translation + way:normalize() * step
    elseif data.wait <= 0 then
        data.wait = PAUSE
        local bitten = sheep:handle("Animal")
        bitten.health = bitten.health - BITE
    end
end
