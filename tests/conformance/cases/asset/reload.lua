-- frames: 4
local check = require "check"
local a, b, missing

function on_start()
    a, b, missing = asset.load("a.txt", "text"), asset.load("b.txt", "text"), asset.load("c.txt", "text")
    asset.on_reload(a, function(it) print("first", it == a, asset.state(it)) end)
    check.show()
    asset.on_reload(a, function() entity.find_in_radius(Vec3(0, 0, 0), -1) end)
    asset.on_reload("text", function(it) print("any", it == a and "a" or "b") end)
    -- One that unloads the asset, which nobody is told of any more.
    asset.on_reload(b, function(it) print("last of b") asset.unload(it) end)
    asset.on_reload(b, function() print("never called") end)
    asset.on_reload("data", function() print("never called") end)
end

function update()
    print("frame " .. engine.frame())
    if engine.frame() == 0 then
        -- It is still loading, which is no reload.
        check.show(asset.reload(a))
    elseif engine.frame() == 1 then
        asset.reload(a)
        check.show(asset.state(a), asset.get(a))
    elseif engine.frame() == 2 then
        check.show(asset.reload_all("text"), asset.reload_all("data"))
        -- One that failed is tried again.
        check.show(asset.state(missing))
    else
        check.show(asset.state(a), asset.state(b), asset.state(missing))
    end
end
