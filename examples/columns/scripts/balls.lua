-- A thousand balls in a box. `update` works on all of them at once, in the engine, and looks at none by itself: so it
-- costs a script hardly more than one ball would.

component.define("Velocity", { value = "Vec3" }, "How fast something moves, in metres a second.")

local GRAVITY = Vec3(0, -9.81, 0)
local WALL = 10.0       -- metres from the middle
local BOUNCE = -0.7     -- what is left of the speed, the other way round

-- Made once and asked in every frame: that is what makes it quick.
local balls = query.create({ "Transform", "Velocity" })

local function between(least, most)
    return least + (most - least) * engine.random()
end

function on_start()
    entity.create_from_template("ball", engine.setting("balls"))
    -- Where each row is to have a value of its own, a list sets them all in one call.
    local velocities = {}
    for i = 1, balls:count() do
        velocities[i] = Vec3(between(-6, 6), between(0, 15), between(-6, 6))
    end
    balls:column("Velocity.value"):set_list(velocities)
end

-- Sends back those that have gone beyond the walls along one axis, "x" or "z".
local function bounce_off_walls(axis)
    local place, speed = balls:column("Transform.translation." .. axis), balls:column("Velocity.value." .. axis)
    -- A mask: true in the rows of those that are outside. What is given a mask leaves all other rows alone.
    local outside = place:less(-WALL):either(place:greater(WALL))
    speed:scale(BOUNCE, outside)
    place:clamp(-WALL, WALL)
end

local function report(height, resting)
    print(string.format("%4.1f s  %4d balls, the highest at %4.1f m, the mean at %.2f m, %3d come to rest",
        engine.total_time(), height:len(), height:max(), height:mean(), resting:count()))
end

function update(dt)
    -- Of no rows there is no greatest and no mean.
    if balls:is_empty() then
        return
    end
    -- A column is the field of the components itself. It is good for this call; the next frame asks for another.
    local place, velocity = balls:column("Transform.translation"), balls:column("Velocity.value")
    velocity:add(GRAVITY * dt)
    place:add_scaled(velocity, dt)
    bounce_off_walls("x")
    bounce_off_walls("z")

    -- One number of a vector is a column as well.
    local height, rise = balls:column("Transform.translation.y"), balls:column("Velocity.value.y")
    local below = height:less(0)
    height:set(0, below)
    rise:scale(BOUNCE, below)
    -- The floor is rough.
    velocity:scale(0.8, below)

    if engine.frame() % 60 == 59 then
        local resting = velocity:length():less(0.5):both(height:less(0.05))
        report(height, resting)
        -- From a mask back to entities. It comes last: where entities are destroyed, their columns end.
        entity.destroy_many(height:entities(resting))
    end
end
