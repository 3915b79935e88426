-- frames: 2
local check = require "check"

function on_start()
    check.fails_somehow(script.attach, entity.create(), "broken")
    -- Nothing remains of a script that did not load.
    check.show(system.exists("left behind"), system.list())
end
