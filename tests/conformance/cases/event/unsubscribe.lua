-- frames: 3
local check = require "check"
local itself, last

function on_start()
    local early = event.subscribe("tick", function() print("never called") end)
    check.show(event.unsubscribe(early), event.unsubscribe(early))
    itself = event.subscribe("tick", function()
        print("once")
        check.show(event.unsubscribe(itself), event.unsubscribe(last))
        -- Gets the next event, not this one.
        event.subscribe("tick", function() print("new") end)
    end)
    event.subscribe("tick", function() print("always") end)
    last = event.subscribe("tick", function() print("never called") end)
    check.show(event.unsubscribe(99), event.unsubscribe(0), event.unsubscribe(-1))
    check.fails(event.unsubscribe)
    check.fails(event.unsubscribe, nil)
    check.fails(event.unsubscribe, "1")
    check.fails(event.unsubscribe, 1.5)
    check.fails(event.unsubscribe, last, 1)
end

function update()
    print("frame " .. engine.frame())
    event.emit("tick")
end
