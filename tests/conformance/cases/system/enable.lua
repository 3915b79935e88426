-- frames: 5
local check = require "check"

function update()
    print("update", engine.frame())
end

function on_start()
    system.register("watch", function(dt)
        local frame = engine.frame()
        if frame == 1 then
            -- The updates of scripts are a system as well.
            system.enable("scripts")
            system.disable("slow")
        elseif frame == 3 then
            system.enable("slow")
            check.show(system.is_enabled("slow"))
        end
    end, "pre_update")
    -- While it is off, its time stands still.
    system.register("slow", function(dt) print("slow", engine.frame(), check.text(dt)) end, "update", 0, 30)
    check.show(system.is_enabled("scripts"), system.is_enabled("slow"))
    system.disable("scripts")
    check.show(system.disable("scripts"))
    check.show(system.enable("slow"))
    check.show(system.is_enabled("scripts"))
    check.fails(system.enable, "watches")
    check.fails(system.disable, "")
    check.fails(system.is_enabled, "Slow")
    check.fails(system.is_enabled, ("x"):rep(1000000))
end
