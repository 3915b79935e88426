-- frames: 3
local check = require "check"
local e

function on_start()
    e = entity.create()
    e:set_name("Hero")
    check.show(e:attach("hero.lua"))
end

function update()
    print("main, frame " .. engine.frame())
end
