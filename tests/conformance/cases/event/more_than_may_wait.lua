-- frames: 2
local check = require "check"
local count = 0

function on_start()
    event.subscribe("x", function() count = count + 1 end)
    for _ = 1, 10000 do
        event.emit("x")
    end
    check.fails(event.emit, "x")
    check.fails(event.emit, "y", 1)
end

function update()
    print(count)
    if engine.frame() == 1 then
        -- There is room again.
        event.emit("x")
    end
end

function on_stop()
    print(count)
end
