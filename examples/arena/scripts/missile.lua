-- Arrows and fireballs: straight on until they meet an enemy or have gone far enough.
--
-- What one is comes with its data, set by the hero who shot it: `velocity`, `damage`, `splash` (the radius in which it
-- hurts everyone; 0 for a single enemy) and `left`, the metres it can still fly.

local Grid = require "lib.grid"
local combat = require "lib.combat"

local grid = Grid.new(engine.setting("field.radius"), engine.setting("field.cell"))
local kinds = engine.setting("kinds")

local WIDEST = 0.0
for _, name in ipairs { "runner", "grunt", "brute" } do
    WIDEST = math.max(WIDEST, kinds[name].radius)
end

-- Hurts all within `splash` of (x, z).
local function burst(enemies, x, z, splash, damage)
    grid:each_near(x, z, splash, function(i)
        if enemies[i]:is_valid() then
            combat.hurt(enemies[i], damage)
        end
    end)
end

function update_all(missiles, dt)
    local enemies = entity.find_by_tag("enemy")
    grid:fill(component.get_positions(enemies))

    -- True if enemy number i is alive and its body covers the place. Enemies die while we work: a handle to the dead is
    -- safe to ask.
    local function covers(i, squared)
        local enemy = enemies[i]
        if not enemy:is_valid() then
            return false
        end
        local radius = kinds[enemy:data().kind].radius
        return squared <= radius * radius
    end

    local positions = component.get_positions(missiles)
    local spent, flying, places = {}, {}, {}
    for i, missile in ipairs(missiles) do
        local data = missile:data()
        local step = data.velocity * dt
        local place = positions[i] + step
        data.left = data.left - step:length()

        local struck
        grid:each_near(place.x, place.z, WIDEST, function(enemy, _, _, squared)
            if covers(enemy, squared) then
                struck = enemies[enemy]
                return true
            end
        end)

        if struck then
            combat.count("hits", 1)
            if data.splash > 0 then
                burst(enemies, place.x, place.z, data.splash, data.damage)
            else
                combat.hurt(struck, data.damage)
            end
        end
        if struck or data.left <= 0 then
            spent[#spent + 1] = missile
        else
            flying[#flying + 1] = missile
            places[#places + 1] = place
        end
    end

    component.set_positions(flying, places)
    entity.destroy_many(spent)
end
