-- frames: 3
local check = require "check"

local function says(text)
    return function() print(text, engine.frame()) end
end

local function a()
    print("a", engine.frame())
    if engine.frame() == 0 then
        -- An end and a switch count at once, a priority and what is new from the next frame on.
        system.unregister("b")
        system.disable("d")
        system.set_priority("e", 5)
        system.register("b", says("another b"))
        system.register("new", says("new"), "post_update")
    else
        system.unregister("a")
        check.show(system.exists("a"))
        system.enable("d")
        system.register("a", says("another a"))
    end
end

function on_start()
    system.register("a", a)
    system.register("b", says("b"))
    system.register("c", says("c"))
    system.register("d", says("d"))
    system.register("e", says("e"))
end
