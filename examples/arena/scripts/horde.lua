-- The horde: every enemy runs for the nearest hero, and bites when it is there. How they press each other is in crowd.
--
-- There are hundreds of them, so what can be done for all at once is not done for one after the other: a column is one
-- field of all of them, and each line below is one step for the whole horde, at the same cost in every language.

local combat = require "lib.combat"

local horde = query.create({ "Enemy", "Transform" })
local standing = query.create({ "Hero", "Health", "Transform" }, { without = { "Fallen" } })
local reach = engine.setting("field.radius")

local BITE = 0.1              -- how near an enemy must be to bite, metres
local COVER = 0.5             -- a shield covers 60 degrees to each side: the cosine of that

-- Takes what the biters do from a hero. A shield keeps a share of it off, if the biter is in front of it; `way` is that
-- from the hero to each enemy.
local function suffer(hero, way, damage, biters)
    local harm = damage:sum(biters)
    if harm <= 0 then
        return
    end
    local shield = hero:handle("Hero").shield
    if shield > 0 then
        way:normalize()
        local is_covered = way:dot(hero:get_rotation() * Vec3.Z):greater_equal(COVER)
        harm = harm - shield * damage:sum(biters:both(is_covered))
    end
    combat.hurt(hero, harm)
end

local function run(dt)
    local place = horde:column("Transform.translation")
    local wait = horde:column("Enemy.wait")
    wait:sub(dt)

    -- For each enemy: the way from the nearest hero to it, and the gap between the two. Heroes who are equally near are
    -- its prey both. With no hero left they run for the middle.
    local heroes = standing:entities()
    local hero_place, hero_radius = standing:column("Transform.translation"), standing:column("Hero.radius")
    local way, gap = place:copy(), place:length()
    gap:set(math.huge)
    local ways, gaps, is_prey = {}, {}, {}  -- for each hero
    for i, hero in ipairs(heroes) do
        ways[i] = place:copy()
        ways[i]:sub(hero_place:get(hero))
        gaps[i] = ways[i]:length()
        gaps[i]:sub(hero_radius:get(hero))
        gap:minimum(gaps[i])
    end
    for i, way_from_hero in ipairs(ways) do
        is_prey[i] = gaps[i]:equal(gap)
        way:set(way_from_hero, is_prey[i])
    end
    gap:sub(horde:column("Enemy.radius"))

    -- Who is there bites, if it is not still chewing. In most frames nobody does.
    local is_there = gap:less_equal(BITE)
    local bites = is_there:both(wait:less_equal(0))
    if bites:count() > 0 then
        local damage = horde:column("Enemy.damage")
        for i, hero in ipairs(heroes) do
            suffer(hero, ways[i], damage, bites:both(is_prey[i]))
        end
        wait:set(horde:column("Enemy.pause"), bites)
    end

    -- The others run: as far as they can in this frame, but not into the hero.
    local stride = horde:column("Enemy.speed"):copy()
    stride:mul(dt)
    stride:minimum(gap)
    way:normalize()
    way:scale(stride)
    place:sub(way, is_there:inverse())
    place:add_scaled(horde:column("Enemy.push"), dt)

    -- Nobody leaves the field.
    local from_center = place:length()
    local is_outside = from_center:greater(reach)
    place:div(from_center, is_outside)
    place:scale(reach, is_outside)
end

-- In a phase, the greater priority comes first. Scripts of entities, such as those of heroes, have 100.
system.register("horde.run", run, { priority = 20 })
