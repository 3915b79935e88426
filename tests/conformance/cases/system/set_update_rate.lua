-- frames: 7
local check = require "check"

function on_start()
    system.register("timed", function(dt)
        local frame = engine.frame()
        print("timed", frame, check.text(dt))
        if frame == 0 then
            check.show(system.set_update_rate("timed", 20))
        elseif frame == 3 then
            -- Nothing is every frame, as 0 is.
            system.set_update_rate("timed")
        elseif frame == 4 then
            system.set_update_rate("timed", 0.5)
        end
    end)
    check.fails(system.set_update_rate, "time", 5)
    check.fails(system.set_update_rate, "timed", -1)
    check.fails(system.set_update_rate, "timed", -1e-300)
    check.fails(system.set_update_rate, "timed", 0 / 0)
    check.fails(system.set_update_rate, "timed", math.huge)
    check.fails(system.set_update_rate, "timed", -math.huge)
    system.set_update_rate("timed", 1.7e308)
    check.show(system.describe("timed").rate > 1e308)
end
