-- The horde: every enemy runs for the nearest hero, keeps off its neighbours, and bites when it is there.
--
-- There are hundreds of them, so this script defines update_all: one call a frame for all its entities instead of one
-- each. Positions are read and written in one go; in between, the numbers are Lua's own.

local Grid = require "lib.grid"
local combat = require "lib.combat"

local kinds = engine.setting("kinds")
local reach = engine.setting("field.radius")
local grid = Grid.new(reach, engine.setting("field.cell"))

-- How much of an overlap is undone in one frame. Less than all of it, or a crowd trembles.
local YIELD = 0.4
-- The largest radius of all kinds: how far away a neighbour can be and still be touched.
local WIDEST = 0.0
for _, name in ipairs { "runner", "grunt", "brute" } do
    WIDEST = math.max(WIDEST, kinds[name].radius)
end

-- The place in `positions` of the one that is nearest to (x, z), the way to it and how long that is.
local function nearest(positions, x, z)
    local best, best_dx, best_dz, best_squared = nil, 0, 0, math.huge
    for i, position in ipairs(positions) do
        local dx, dz = position.x - x, position.z - z
        local squared = dx * dx + dz * dz
        if squared < best_squared then
            best, best_dx, best_dz, best_squared = i, dx, dz, squared
        end
    end
    return best, best_dx, best_dz, math.sqrt(best_squared)
end

-- Bites, if it is not still chewing. True if the hero fell.
local function bite(data, kind, hero)
    if data.wait > 0 then
        return false
    end
    data.wait = kind.pause
    return combat.hurt(hero, kind.damage)
end

function update_all(enemies, dt)
    local heroes = entity.find_by_tag("hero")
    local hero_positions = component.get_positions(heroes)
    local hero_radii = {}
    for i, hero in ipairs(heroes) do
        hero_radii[i] = hero:data().radius
    end

    local positions = component.get_positions(enemies)
    grid:fill(positions)

    -- All are looked at before any is moved, so that it does not matter who comes first.
    local sizes, datas = {}, {}
    for i, enemy in ipairs(enemies) do
        local data = enemy:data()
        datas[i] = data
        sizes[i] = kinds[data.kind].radius
    end

    for i, data in ipairs(datas) do
        local kind, size = kinds[data.kind], sizes[i]
        local x, z = grid.xs[i], grid.zs[i]
        local step_x, step_z = 0.0, 0.0

        data.wait = math.max(data.wait - dt, 0.0)
        local hero, dx, dz, distance = nearest(hero_positions, x, z)
        if hero then
            local gap = distance - size - hero_radii[hero]
            if gap > 0.1 then
                local stride = math.min(kind.speed * dt, gap) / distance
                step_x, step_z = dx * stride, dz * stride
            elseif bite(data, kind, heroes[hero]) then
                -- The one who bit last looks for another hero in the next frame, and so do all who come after it now.
                table.remove(heroes, hero)
                table.remove(hero_positions, hero)
                table.remove(hero_radii, hero)
            end
        end

        -- Collisions: away from everyone who overlaps, the more the deeper.
        grid:each_near(x, z, size + WIDEST, function(other, other_x, other_z, squared)
            local touch = size + sizes[other]
            if other ~= i and squared < touch * touch and squared > 0 then
                local apart = math.sqrt(squared)
                local push = YIELD * (touch - apart) / apart
                step_x = step_x - (other_x - x) * push
                step_z = step_z - (other_z - z) * push
            end
        end)

        -- Nobody leaves the field.
        x, z = x + step_x, z + step_z
        local squared = x * x + z * z
        if squared > reach * reach then
            local back = reach / math.sqrt(squared)
            x, z = x * back, z * back
        end
        positions[i] = Vec3(x, 0, z)
    end

    component.set_positions(enemies, positions)
end
