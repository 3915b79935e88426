-- frames: 4
local check = require "check"
local e

function on_start()
    e = entity.create()
    e:attach("hero.lua")
end

function update()
    print("frame " .. engine.frame())
    if engine.frame() == 2 then
        check.show(e:detach("hero.lua"), e:detach("hero.lua"), e:is_valid())
        check.fails(script.detach)
        check.fails(script.detach, e)
        check.fails(script.detach, e, 1)
        check.fails(script.detach, check.dead(), "hero.lua")
    end
end
