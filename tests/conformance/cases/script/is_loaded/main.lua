-- frames: 2
local check = require "check"
print(script.is_loaded("main"))
local e

function on_start()
    check.show(script.is_loaded("main"), script.is_loaded("./main.lua"))
    check.show(script.is_loaded("other"), script.is_loaded("broken"), script.is_loaded("missing"))
    e = entity.create()
    e:attach("other")
    check.fails_somehow(e.attach, e, "broken")
    check.show(script.is_loaded("other"), script.is_loaded("other.lua"), script.is_loaded("broken"))
    -- It stays when no entity has it.
    e:destroy()
    check.show(script.is_loaded("other"))
    check.show(script.is_loaded(""), script.is_loaded("../main"), script.is_loaded("other.txt"))
    check.fails(script.is_loaded)
    check.fails(script.is_loaded, nil)
    check.fails(script.is_loaded, 5)
    check.fails(script.is_loaded, "other", 1)
end
