-- frames: 2
local check = require "check"

local function says(text)
    return function() print(text) end
end

function on_start()
    -- By phase, then the greatest priority first, then by name; whoever came first. Scripts have the priority 100.
    system.register("late", says("late"), "post_update", 500)
    system.register("b", says("b"))
    system.register("a", says("a"))
    system.register("low", says("low"), "update", -1)
    system.register("high", says("high"), "update", 101)
    system.register("early", says("early"), "pre_update", -2147483648)
    system.register("B", says("B"))
    check.show(system.list())
    event.subscribe("tick", says("tick"))
end

function update()
    print("update")
    event.emit("tick")
end
