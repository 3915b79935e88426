-- frames: 6
local check = require "check"
local helper

function on_start()
    helper = asset.load("helper", "script")
    check.show(asset.path(helper), asset.type(helper), asset.state(helper), script.is_loaded("helper"))
end

function update()
    print("frame " .. engine.frame())
    if engine.frame() == 1 then
        check.show(asset.state(helper), asset.get(helper), asset.dependencies(helper))
        check.show(script.call(asset.get(helper), "twice", { 21 }))
        asset.unload(helper)
        -- It is let go when the frame is over.
        check.show(script.is_loaded("helper"))
    elseif engine.frame() == 2 then
        check.show(script.is_loaded("helper"))
        helper = asset.load("helper", "script")
    elseif engine.frame() == 3 then
        -- Taken up again before it is let go.
        asset.unload(helper)
        helper = asset.load("helper", "script")
    elseif engine.frame() == 4 then
        check.show(asset.state(helper), script.is_loaded("helper"))
        asset.unload(helper)
    elseif engine.frame() == 5 then
        check.show(script.is_loaded("helper"))
    end
end
