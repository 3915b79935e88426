-- frames: 4
local check = require "check"
local a, missing, gone, id
local never = function() print("never called") end

local function show(name)
    return function(it, err)
        print(name, asset.state(it), err and err.kind or "fine")
    end
end

function on_start()
    a, missing = asset.load("a.txt", "text"), asset.load("c.txt", "text")
    gone = asset.load("b.txt", "text")
    asset.on_load(a, show("a"))
    asset.on_load(a, function() entity.find_in_radius(Vec3(0, 0, 0), -1) end)
    asset.on_load(a, function(it)
        -- It is there already: in the next frame.
        asset.on_load(it, show("a, asked when it came"))
    end)
    asset.on_load(missing, show("missing"))
    asset.on_load(gone, never)
    asset.unload(gone)
    id = asset.on_load(a, never)
    check.show(asset.off_load(id))
    check.show(asset.off_load(id), asset.off_load(99))
    id = asset.on_reload(a, never)
    asset.on_reload(a, show("anew"))
    check.show(asset.off_reload(id))
    check.show(asset.off_reload(id))
end

function update()
    print("frame " .. engine.frame())
    if engine.frame() == 1 then
        asset.on_load(a, show("a again"))
        asset.on_load(missing, show("missing again"))
        asset.reload(a)
    elseif engine.frame() == 2 then
        -- What is tried again is waited for again.
        asset.reload(missing)
        asset.on_load(missing, show("missing for the last time"))
        check.fails(asset.on_load, gone, never)
    end
end
