-- Arrows and fireballs: straight on until they meet an enemy or have flown far enough.
--
-- What one is says its component Missile, which the hero who shot it has set.

local combat = require "lib.combat"

local missiles = query.create({ "Missile", "Transform" })
local horde = query.create({ "Enemy", "Transform" })
local reach = engine.setting("field.radius")

local WIDEST = 1.0            -- no enemy's radius is larger, metres

-- The nearest enemy whose body covers the place; nothing if there is none. Banners, heroes and missiles are near, too.
local function enemy_at(place)
    for _, found in ipairs(entity.find_in_radius(place, WIDEST)) do
        if horde:contains(found) and (found:get_position() - place):length() <= found:handle("Enemy").radius then
            return found
        end
    end
end

local function strike(_, missile, transform)
    local place = transform.translation
    local enemy = enemy_at(place)
    if not enemy then
        return
    end
    if missile.splash > 0 then
        combat.hurt_around(place, missile.splash, missile.damage)
    else
        combat.hurt(enemy, missile.damage)
    end
    missile.left = 0
    event.emit("hit")
end

-- They fly all at once, by columns; where each of them is then, is looked at one by one.
local function fly(dt)
    local velocity = missiles:column("Missile.velocity")
    missiles:column("Transform.translation"):add_scaled(velocity, dt)
    missiles:column("Missile.left"):add_scaled(velocity:length(), -dt)
    missiles:each(strike)
end

-- When all have done what they do in a frame, those that are spent or off the field are taken away.
local function clear_away()
    local is_spent = missiles:column("Missile.left"):less_equal(0)
    local is_off = missiles:column("Transform.translation"):length():greater(reach)
    entity.destroy_many(is_spent:entities(is_spent:either(is_off)))
end

system.register("missiles.fly", fly, { priority = 10 })
system.register("missiles.clear_away", clear_away, { phase = "post_update" })
