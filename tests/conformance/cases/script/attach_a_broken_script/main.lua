-- frames: 2
local check = require "check"

function on_start()
    local e = entity.create()
    check.fails_somehow(e.attach, e, "syntax.lua")
    check.fails(e.attach, e, "fails.lua")
    check.show(e:detach("syntax.lua"), e:detach("fails.lua"))
end

function update()
    print("main goes on")
end
