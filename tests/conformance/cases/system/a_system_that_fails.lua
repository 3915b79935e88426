-- frames: 4
local check = require "check"

function on_start()
    system.register("bad", function()
        print("bad", engine.frame())
        entity.find_in_radius(Vec3(0, 0, 0), -1)
    end)
    system.register("good", function()
        check.show(engine.frame(), system.is_enabled("bad"), system.describe("bad").failed)
        if engine.frame() == 1 then
            -- It rests until it is told to go on, and then fails again: the same error is told of once.
            system.enable("bad")
        end
    end)
end
