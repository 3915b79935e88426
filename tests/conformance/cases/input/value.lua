-- frames: 9
local check = require "check"

function update()
    check.show(input.value("walk"), input.is_pressed("walk"), input.value("look"), input.is_pressed("look"))
end
