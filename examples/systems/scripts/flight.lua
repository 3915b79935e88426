-- How the rocket flies: a system for each force, and one that moves it. A system knows nothing of the others; which of
-- them work at what time is the mission's affair.

local THRUST = 25.0     -- metres per second, each second
local GRAVITY = 9.81    -- likewise
local DRAG = 0.15       -- of the parachute: it holds about 8 metres a second

local rocket = entity.find_by_name("Rocket")

local function burn(dt)
    local data = rocket:data()
    data.fuel = data.fuel - dt
    data.velocity = data.velocity + THRUST * dt
end

local function fall(dt)
    local data = rocket:data()
    data.velocity = data.velocity - GRAVITY * dt
end

local function brake(dt)
    local data = rocket:data()
    data.velocity = data.velocity - DRAG * data.velocity * math.abs(data.velocity) * dt
end

local function move(dt)
    local place = rocket:handle("Transform").translation
    place.y = math.max(place.y + rocket:data().velocity * dt, 0)
end

-- Registered here and not in `on_start`, they go on with the new code when this file changes while the game runs.
-- The greater the priority, the earlier in the frame: first the forces, then the movement that follows from them.
system.register("burn", burn, { priority = 20 })
system.register("fall", fall, { priority = 10 })
system.register("brake", brake, { priority = 10 })
system.register("move", move)
