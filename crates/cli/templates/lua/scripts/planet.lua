-- A script of entities: each of its call-backs gets the entity it runs for.

local radius = engine.setting("orbit.radius", 5.0)
local speed = engine.setting("orbit.speed", 1.0)

function on_start(planet)
    -- `data` belongs to the entity: it survives a reload of this script, and other scripts see it.
    local data = planet:data()
    data.angle = data.angle or 0.0
end

function update(planet, dt)
    local data = planet:data()
    data.angle = data.angle + speed * dt

    -- A handle reaches every field of a component. `component.set_position` would do here too.
    local transform = planet:handle("Transform")
    transform.translation = Vec3(math.cos(data.angle), 0, math.sin(data.angle)) * radius
end
