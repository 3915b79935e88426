-- frames: 3
local check = require "check"
local itself, last

function on_start()
    local early = input.on_action("jump", function() print("never called") end)
    check.show(input.off_action(early), input.off_action(early))
    itself = input.on_action("jump", function(event)
        print("once", event)
        check.show(input.off_action(itself), input.off_action(last))
        -- Hears of what comes next, not of this.
        input.on_action("jump", function(event) print("new", event) end)
    end)
    input.on_action("jump", function(event) print("always", event) end)
    last = input.on_action("jump", function() print("never called") end)
    -- A subscription to an event has a number of its own kind.
    local subscription = event.subscribe("jump", function() end)
    check.show(input.off_action(99), input.off_action(0), input.off_action(-1))
    check.show(event.unsubscribe(itself) == (itself == subscription))
end

function update()
    print("frame " .. engine.frame())
end
