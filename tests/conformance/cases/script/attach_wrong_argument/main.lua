-- frames: 1
local check = require "check"

function on_start()
    local e = entity.create()
    check.fails(script.attach)
    check.fails(script.attach, e)
    check.fails(script.attach, e, 5)
    check.fails(script.attach, "hero.lua", e)
    check.fails(script.attach, check.dead(), "hero.lua")
    check.fails(script.attach, e, "heroo.lua")
    check.fails(script.attach, e, "hero.txt")
    check.fails(script.attach, e, "../../check.lua")
    check.fails(script.attach, e, "/etc/passwd")
    check.fails(script.attach, e, "")
    check.show(e:detach("hero.lua"))
end
