-- frames: 2
local check = require "check"

function on_start()
    local e = entity.create()
    -- An error that a script gets is the script's: it is not logged as well.
    check.fails_somehow(e.attach, e, "syntax.lua")
    check.fails(e.attach, e, "fails.lua")
    check.fails(e.attach, e, "missing.lua")
    check.show(e:detach("syntax.lua"), e:detach("fails.lua"))
end

function update()
    print("main goes on")
end
