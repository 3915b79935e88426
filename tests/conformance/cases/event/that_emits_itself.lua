-- frames: 4
local check = require "check"

function on_start()
    -- What is emitted while events are delivered waits for the next frame, so this never runs away.
    event.subscribe("again", function(times)
        check.show(engine.frame(), times)
        event.emit("again", times + 1)
    end)
    event.emit("again", 1)
end
