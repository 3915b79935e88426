-- frames: 5
local check = require "check"
local guard, e

function on_start()
    guard = asset.load("guard", "script")
end

function update()
    print("frame " .. engine.frame())
    if engine.frame() == 1 then
        e = entity.create()
        e:attach("guard")
        asset.unload(guard)
    elseif engine.frame() == 2 then
        check.show(script.is_loaded("guard"))
        e:detach("guard")
    elseif engine.frame() == 3 then
        check.show(script.is_loaded("guard"))
        -- A script that was there before does not go with the asset.
        e:attach("guard")
        guard = asset.load("guard", "script")
    elseif engine.frame() == 4 then
        e:detach("guard")
        asset.unload(guard)
    end
end

function on_stop()
    check.show(script.is_loaded("guard"))
end
