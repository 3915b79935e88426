-- frames: 6
local check = require "check"

function update()
    check.show(engine.frame(), input.is_pressed("jump"), input.just_pressed("jump"), input.just_released("jump"),
        input.value("jump"))
end
