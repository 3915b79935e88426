-- frames: 4
local check = require "check"

function update(dt)
    check.show(engine.frame(), dt == engine.frame_time(), dt > 0)
end

function on_stop()
    -- Four frames of a 60th of a second each.
    print(string.format("%.4f", engine.total_time()))
end
