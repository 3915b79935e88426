-- The ship: steered by what the actions say now, and told when one of them fires.

local speed = engine.setting("ship.speed")
local turbo = engine.setting("ship.turbo")

-- Called at the beginning of the frame in which the action is pressed, let go, or changes its value.
local function fire(ship, event)
    if event == "pressed" then
        local shot = entity.create()
        shot:add("Transform", { translation = component.get_position(ship) })
        shot:add_tag("shot")
        local data = ship:data()
        data.shots = data.shots + 1
    end
end

function on_start(ship)
    input.on_action("fire", function(event) fire(ship, event) end)
end

function update(ship, dt)
    local step = speed * dt
    if input.is_pressed("turbo") then
        step = step * turbo
    end
    local way = Vec3(input.value("steer"), input.value("climb"), 0) * step
    component.set_position(ship, component.get_position(ship) + way)
end
