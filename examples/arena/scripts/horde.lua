-- The horde: every enemy runs for the nearest hero, bites when it is there, and is pushed by the crowd around it.
--
-- There are hundreds of them, so what can be done for all at once is not done for one after the other: a column is one
-- field of all of them, and each line below is one step for the whole horde, at the same cost in every language.

local combat = require "lib.combat"

local horde = query.create({ "Enemy", "Transform" })
local standing = query.create({ "Hero", "Health", "Transform" }, { "Fallen" })
local reach = engine.setting("field.radius")

local BITE = 0.1              -- how near an enemy must be to bite, metres
local CELL = 2.0              -- the crowd is counted in squares of this side, metres
local PRESSURE = 0.5          -- how much each other one in a square pushes, 1/s
local HARDEST_PUSH = 3.0      -- metres a second

local function run(dt)
    local place = horde:column("Transform.translation")
    local wait = horde:column("Enemy.wait")
    wait:sub(dt)

    -- For each enemy: the way from the nearest hero to it, and the gap between the two. With no hero left they run for
    -- the middle.
    local heroes = standing:entities()
    local way = place:copy()
    local gap = place:length()
    local prey = gap:copy()                 -- which of the heroes it is, by number
    gap:set(math.huge)
    for number, hero in ipairs(heroes) do
        local way_from_hero = place:copy()
        way_from_hero:sub(hero:get_position())
        local gap_to_hero = way_from_hero:length()
        gap_to_hero:sub(hero:handle("Hero").radius)
        local is_nearer = gap_to_hero:less(gap)
        way:set(way_from_hero, is_nearer)
        gap:set(gap_to_hero, is_nearer)
        prey:set(number, is_nearer)
    end
    gap:sub(horde:column("Enemy.radius"))

    -- Who is there bites, if it is not still chewing.
    local is_there = gap:less_equal(BITE)
    local bites = is_there:both(wait:less_equal(0))
    local damage = horde:column("Enemy.damage")
    for number, hero in ipairs(heroes) do
        local harm = damage:sum(bites:both(prey:equal(number)))
        if harm > 0 then
            combat.hurt(hero, harm)
        end
    end
    wait:set(horde:column("Enemy.pause"), bites)

    -- The others run: as far as they can in this frame, but not into the hero.
    local stride = horde:column("Enemy.speed"):copy()
    stride:scale(dt)
    stride:set(gap, gap:less(stride))
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

local is_aside = false

-- Pushes enemies apart: each away from the middle of those that share a square with it, the more the more they are.
--
-- That is about each one's neighbours, which no column knows, so it is a loop in this script. A crowd is slow: ten
-- times a second is enough, and in between the horde moves on with the push it has. The squares lie half a square
-- aside every other time, so that those on both sides of an edge meet too.
local function press()
    is_aside = not is_aside
    local offset = is_aside and 1000.5 or 1000      -- so that no square has a negative number
    local xs = horde:column("Transform.translation.x"):to_list()
    local zs = horde:column("Transform.translation.z"):to_list()

    local squares = {}      -- of each square: how many are in it, and the sums of their x and z
    local square_of = {}
    for i, x in ipairs(xs) do
        local z = zs[i]
        local cell = math.floor(x / CELL + offset) * 2000 + math.floor(z / CELL + offset)
        local square = squares[cell]
        if not square then
            square = { count = 0, sum_x = 0.0, sum_z = 0.0 }
            squares[cell] = square
        end
        square.count = square.count + 1
        square.sum_x = square.sum_x + x
        square.sum_z = square.sum_z + z
        square_of[i] = square
    end
    for i, square in ipairs(square_of) do
        local strength = PRESSURE * (square.count - 1)
        xs[i] = (xs[i] - square.sum_x / square.count) * strength
        zs[i] = (zs[i] - square.sum_z / square.count) * strength
    end

    horde:column("Enemy.push.x"):set_list(xs)
    horde:column("Enemy.push.z"):set_list(zs)
    horde:column("Enemy.push"):clamp(-HARDEST_PUSH, HARDEST_PUSH)
end

-- In a phase, the greater priority comes first.
system.register("horde.press", press, "update", 30, 10)
system.register("horde.run", run, "update", 20)
