-- frames: 3
local check = require "check"

function on_start()
    check.show(event.subscribe("tick", function(value) print("first", value) end))
    check.show(event.subscribe("other", function(value) print("other", value) end))
    check.show(event.subscribe("tick", function(value) print("second", value) end))
    check.fails(event.subscribe)
    check.fails(event.subscribe, "tick")
    check.fails(event.subscribe, "tick", nil)
    check.fails(event.subscribe, "tick", "first")
    check.fails(event.subscribe, 5, print)
    check.fails(event.subscribe, "", print)
    check.fails(event.subscribe, "tick", print, 1)
end

function update()
    local frame = engine.frame()
    print("update", frame)
    -- In the order of emitting, whatever the name.
    event.emit("tick", frame)
    event.emit("other", frame)
    event.emit("Tick", frame)
    event.emit("tick", -frame)
end
