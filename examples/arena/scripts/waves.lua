-- The horde's marshal: sends the waves, raises the fallen, and keeps the score.
-- A system script: it belongs to no entity, so its call-backs are given none.

local combat = require "lib.combat"

local waves = engine.setting("waves")
local kinds = engine.setting("kinds")
local reach = engine.setting("field.radius")

-- In this order, since the order of a table's names is no order at all.
local KIND_NAMES = { "runner", "grunt", "brute" }

local until_next = 0.0

local function random_kind()
    local dice = engine.random()
    for _, name in ipairs(KIND_NAMES) do
        dice = dice - kinds[name].share
        if dice < 0 then
            return name
        end
    end
    return KIND_NAMES[1]
end

-- A place near the edge of the field. A random point of the unit disc is pushed out to the edge: no sine, no
-- cosine, and so the same numbers on every machine.
local function place_at_edge()
    while true do
        local x, z = 2 * engine.random() - 1, 2 * engine.random() - 1
        local squared = x * x + z * z
        if squared > 0.01 and squared <= 1 then
            local distance = reach * (0.85 + 0.15 * engine.random()) / math.sqrt(squared)
            return Vec3(x * distance, 0, z * distance)
        end
    end
end

local function spawn_enemy()
    local kind = random_kind()
    local enemy = entity.create()
    enemy:add("Transform", { translation = place_at_edge() })
    enemy:add_tag("enemy")

    local data = enemy:data()
    data.kind = kind
    data.hp = kinds[kind].hp
    data.wait = 0.0

    enemy:attach("scripts/horde")
end

local function raise(hero, share)
    local data = hero:data()
    data.hp = data.full * share
    hero:remove_tag("fallen")
    hero:add_tag("hero")
end

local function next_wave(enemies_left)
    local score = combat.score()
    score.wave = score.wave + 1
    for _, hero in ipairs(entity.find_by_tag("fallen")) do
        raise(hero, waves.relief)
    end

    local size = waves.first + waves.growth * (score.wave - 1)
    size = math.min(size, waves.most - enemies_left)
    for _ = 1, size do
        spawn_enemy()
    end
    score.spawned = score.spawned + size
    engine.log(string.format("wave %d: %d enemies come, %d on the field", score.wave, size, enemies_left + size))
end

-- The last hero is down: the field is cleared and the heroes start again, from the first wave.
local function defeat(enemies)
    local score = combat.score()
    engine.log(string.format("all heroes are down in wave %d", score.wave), "warn")
    score.defeats = score.defeats + 1
    score.wave = 0
    entity.destroy_many(enemies)
    for _, hero in ipairs(entity.find_by_tag("fallen")) do
        raise(hero, 1.0)
    end
    until_next = waves.every
end

function update(dt)
    local enemies = entity.find_by_tag("enemy")
    if #entity.find_by_tag("hero") == 0 then
        defeat(enemies)
        return
    end
    until_next = until_next - dt
    -- A field that is empty does not have to wait.
    if until_next <= 0 or #enemies == 0 then
        until_next = waves.every
        next_wave(#enemies)
    end
end

function on_stop()
    local score = combat.score()
    local aim = score.shots > 0 and 100 * score.hits / score.shots or 0
    engine.log(string.format(
        "the score: wave %d, %d of %d enemies slain, %d falls, %d defeats, %d missiles, %.0f%% of them hit",
        score.wave, score.slain, score.spawned, score.falls, score.defeats, score.shots, aim
    ))
end
