-- Hurting, for all who hurt. What has no health left ends in scripts/health.

local combat = {}

-- Takes hit points from a hero or an enemy.
function combat.hurt(victim, damage)
    local health = victim:handle("Health")
    health.now = health.now - damage
end

-- Takes hit points from all enemies within `radius` metres of a place.
function combat.hurt_around(place, radius, damage)
    for _, found in ipairs(entity.find_in_radius(place, radius)) do
        if found:has("Enemy") then
            combat.hurt(found, damage)
        end
    end
end

return combat
