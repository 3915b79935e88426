-- A hero: strikes at the nearest enemy, gives ground when they come too close, and walks home when they do not.
--
-- There are six of them, so one call of update for each is no matter. All of a hero's numbers are in the data that
-- glotta.toml gave it, so one script serves the knight and the archer.

local Grid = require "lib.grid"
local combat = require "lib.combat"

local reach = engine.setting("field.radius")
local grid = Grid.new(reach, engine.setting("field.cell"))

local FORWARD_STEP = 0.8      -- how far before a hero his missile starts, metres
local MARGIN = 1.25           -- a missile can fly this much farther than its hero sees

-- What all heroes see in one frame: the enemies, and the grid filled with them. The first who asks fills it.
local seen_in, enemies = -1, {}

local function survey()
    if seen_in ~= engine.frame() then
        seen_in = engine.frame()
        enemies = entity.find_by_tag("enemy")
        grid:fill(component.get_positions(enemies))
    end
end

local function alive(i)
    return enemies[i]:is_valid()
end

-- The rotation about the vertical that turns forward (+z) to (dx, dz), a vector of length 1. By half-angles, which
-- need a square root only.
local function facing(dx, dz)
    if dz < -0.999999 then
        return Quat(0, 1, 0, 0)
    end
    local w = math.sqrt((1 + dz) / 2)
    return Quat(0, dx / (2 * w), 0, w)
end

local function shoot(from, direction, data)
    local missile = entity.create()
    missile:add("Transform", { translation = from + direction * FORWARD_STEP })
    local load = missile:data()
    load.velocity = direction * data.missile.speed
    load.damage = data.damage
    load.splash = data.missile.splash
    load.left = data.range * MARGIN
    missile:attach("scripts/missile")
    combat.count("shots", 1)
end

local function swing(place, data)
    grid:each_near(place.x, place.z, data.range, function(i)
        if alive(i) then
            combat.hurt(enemies[i], data.damage)
        end
    end)
end

function on_start(hero)
    local data = hero:data()
    data.hp = data.full
    data.wait = 0.0
    data.home = hero:get_position()
end

function update(hero, dt)
    if not hero:has_tag("hero") then
        return -- down, until a wave raises him
    end
    survey()

    local data = hero:data()
    local transform = hero:handle("Transform")
    local place = transform.translation
    data.hp = math.min(data.hp + data.regrowth * dt, data.full)
    data.wait = data.wait - dt

    local target, distance = grid:nearest(place.x, place.z, data.range, alive)
    local step = data.home - place
    if target and distance > 0 then
        local toward = Vec3(grid.xs[target], 0, grid.zs[target]) - place
        local direction = toward / distance
        transform.rotation = facing(direction.x, direction.z)
        if data.wait <= 0 then
            data.wait = data.pause
            if data.missile then
                shoot(place, direction, data)
            else
                swing(place, data)
            end
        end
        -- Archers give ground: away from the enemy, and a little to the side, or they end at the wall.
        if data.missile and distance < 0.35 * data.range then
            step = direction:cross(Vec3.Y) * 3 - direction * 5
        end
    end

    -- At most as far as a hero can run in this frame, and never off the field.
    local length = step:length()
    if length > 0.01 then
        local goal = place + step * (math.min(data.speed * dt, length) / length)
        local from_center = goal:length()
        if from_center > reach then
            goal = goal * (reach / from_center)
        end
        transform.translation = goal
    end
end

function on_stop(hero)
    local data = hero:data()
    engine.log(string.format("%s: %.0f of %.0f hit points left", hero:name(), math.max(data.hp, 0), data.full), "debug")
end
