-- frames: 12
local check = require "check"

local function counts(name)
    return function(dt) print(name .. " in frame " .. engine.frame() .. ": " .. check.text(dt)) end
end

function on_start()
    -- 60 frames a second: every third, the nearest to 2.4 frames, and never more than one a frame.
    system.register("20", counts("20"), "update", 3, 20)
    system.register("25", counts("25"), "update", 2, 25.0)
    local total = 0.0
    system.register("1000", function(dt)
        total = total + dt
        if engine.frame() == 11 then
            check.show(total)
        end
    end, "update", 1, 1000)
end
