-- The crowd: pushes enemies apart, each away from the middle of those that share a square with it, the more the more
-- they are.
--
-- That is about each one's neighbours, which no column knows, so it is a loop in this script. A crowd is slow: a few
-- times a second are enough, and in between the horde moves on with the push it has.

local horde = query.create({ "Enemy", "Transform" })

local CELL = 2.0              -- the crowd is counted in squares of this side, metres
local PRESSURE = 0.5          -- how much each other one in a square pushes, 1/s
local HARDEST_PUSH = 3.0      -- metres a second
local RATE, RATE_OF_FEW = 6, 10      -- how often they press, times a second
local FEW = 300               -- so many can be looked after more often

local is_aside = false

-- The squares lie half a square aside every other time, so that those on both sides of an edge meet too.
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

-- By how many there are, not by how long it takes: that differs from run to run, and so would the game.
event.subscribe("wave", function(wave)
    system.set_update_rate("crowd.press", wave.total <= FEW and RATE_OF_FEW or RATE)
end)
system.register("crowd.press", press, { priority = 30, rate = RATE })
