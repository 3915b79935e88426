-- A hero: strikes at the nearest enemy, keeps a distance if it is an archer, and walks home when no one is near.
--
-- There are six heroes, so one call of update for each is no matter. Their numbers are in the component Hero, which
-- templates/ gave them, so one script serves the knight and the archer.

local combat = require "lib.combat"

local horde = query.create({ "Enemy", "Transform" })
local reach = engine.setting("field.radius")

local FORWARD_STEP = 0.8      -- how far before a hero his missile starts, metres
local MARGIN = 1.25           -- a missile flies this much farther than its hero sees

-- The nearest enemy and its distance; nothing if there is none. The distances to all of them are one column.
local function nearest_enemy(place)
    local way = horde:column("Transform.translation"):copy()
    way:sub(place)
    local distance = way:length()
    return distance:argmin(), distance:min()
end

-- The rotation about the vertical that turns forward (+z) to a direction. By half-angles, which need a square root
-- only, and so give the same numbers on every machine.
local function facing(direction)
    if direction.z < -0.999999 then
        return Quat(0, 1, 0, 0)
    end
    local w = math.sqrt((1 + direction.z) / 2)
    return Quat(0, direction.x / (2 * w), 0, w)
end

local function shoot(place, direction, me)
    local missile = entity.create()
    missile:add("Transform", { translation = place + direction * FORWARD_STEP })
    missile:add("Missile", {
        velocity = direction * me.missile_speed,
        damage = me.damage,
        splash = me.splash,
        left = me.range * MARGIN,
    })
    event.emit("shot")
end

function update(hero, dt)
    if hero:has("Fallen") then
        return
    end
    local me, transform = hero:handle("Hero"), hero:handle("Transform")
    local is_archer = hero:has_tag("archer")
    local place = transform.translation
    me.wait = me.wait - dt

    local is_rallied = input.is_pressed("rally")
    local step = is_rallied and -place or me.home - place
    local enemy, distance = nearest_enemy(place)
    if enemy and distance > 0 and distance <= me.range then
        local direction = (enemy:get_position() - place) / distance
        transform.rotation = facing(direction)
        if me.wait <= 0 then
            me.wait = me.pause
            if is_archer then
                shoot(place, direction, me)
            else
                combat.hurt_around(place, me.range, me.damage)
            end
        end
        -- Archers give ground: away from the enemy, and a little to the side, or they end at the wall.
        if is_archer and not is_rallied and distance < 0.35 * me.range then
            step = direction:cross(Vec3.Y) * 3 - direction * 5
        end
    end

    -- At most as far as a hero can run in this frame, and never off the field.
    local length = step:length()
    if length > 0.01 then
        local goal = place + step * (math.min(me.speed * dt, length) / length)
        local from_center = goal:length()
        if from_center > reach then
            goal = goal * (reach / from_center)
        end
        transform.translation = goal
    end
end

function on_stop(hero)
    if hero:has("Image") then
        return
    end
    local health = hero:get("Health")
    local left = math.max(health.now, 0)
    engine.log(string.format("%s: %.0f of %.0f hit points left", hero:name(), left, health.full), "debug")
end
