-- frames: 8
-- A key that is held while its context changes is let go below, and not seen above before it is pressed again.
local check = require "check"

function update()
    local frame = engine.frame()
    check.show(frame, input.context(), input.is_pressed("jump"), input.just_released("jump"),
        input.is_pressed("confirm"), input.just_released("confirm"), input.is_pressed("walk"))
    if frame == 0 then
        check.show(input.push_context("menu"))
        -- At once the context is there; the actions stay as they are to the end of the frame.
        check.show(input.context(), input.is_pressed("jump"))
    elseif frame == 3 then
        check.show(input.pop_context())
        check.show(input.context(), input.is_pressed("confirm"))
    end
end
