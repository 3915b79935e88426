-- The horde's marshal: sends wave after wave, and begins anew when all heroes are down.
--
-- How large waves are and what they are made of is in waves.toml, an asset. What enemies of a kind are is in
-- templates/.

local horde = query.create({ "Enemy" })
local standing = query.create({ "Hero" }, { without = { "Fallen", "Image" } })
local reach = engine.setting("field.radius")

local LOOKS = 4               -- how often the marshal looks at the field, times a second

keep = { "until_next" }       -- what this script knows still when it is reloaded

local file = asset.load("waves.toml", "data")
local plan                    -- what is in it, once it is there
until_next = 0.0              -- seconds to the next wave
-- The score. Its `wave` is kept here, the rest by scripts/score.
local score = entity.find_by_name("Scoreboard"):data()

-- A place near the edge of the field. A random point of the unit disc is pushed out to the edge: no sine, no cosine,
-- and so the same numbers on every machine.
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

-- Makes so many enemies of a kind, all from one look at its template.
local function spawn(template, count)
    local enemies = entity.create_from_template(template, count)
    local places = {}
    for i = 1, count do
        places[i] = place_at_edge()
    end
    component.set_positions(enemies, places)
end

-- One of them, whoever it is, leads the others.
local function crown()
    local enemies, names = horde:entities(), plan.champion.names
    local champion = enemies[engine.random_int(1, #enemies)]
    champion:set_name(names[engine.random_int(1, #names)])
    champion:attach("scripts/champion")
end

local function send()
    score.wave = score.wave + 1
    script.call("scripts/health", "raise_fallen", { plan.relief })

    local before = horde:count()
    local size = math.min(plan.first + plan.growth * (score.wave - 1), plan.most - before)
    for _, kind in ipairs(plan.kind) do
        spawn(kind.template, math.floor(size * kind.share))
    end
    local now = horde:count()
    event.emit("wave", { number = score.wave, size = now - before, total = now })
    if score.wave % plan.champion.every == 0 then
        crown()
    end
    until_next = plan.every
end

-- Has the next wave come at once, and gives its number. The captain calls it.
function hurry()
    until_next = 0.0
    return score.wave + 1
end

-- The last hero is down: the field is cleared and the heroes start again, from the first wave.
local function defeat()
    event.emit("defeat", score.wave)
    score.wave = 0
    entity.destroy_many(horde:entities())
    script.call("scripts/health", "raise_fallen", { 1.0 })
    until_next = plan.every
end

local function look(dt)
    if not plan then
        return
    end
    until_next = until_next - dt
    if standing:is_empty() then
        defeat()
    elseif until_next <= 0 or horde:is_empty() then
        send() -- an empty field does not have to wait
    end
end

asset.on_load(file, function(_, error)
    if not error then -- or else the log says why
        plan = asset.get(file)
    end
end)
asset.on_reload(file, function()
    plan = asset.get(file)
    until_next = 0.0
    system.enable("waves") -- it rests if it could make nothing of the old plan
    engine.log("the waves change")
end)
system.register("waves", look, { phase = "pre_update", rate = LOOKS })
