-- frames: 3
local check = require "check"

function on_start()
    local e = entity.create()
    e:attach("hero.lua")
    -- There already: nothing changes.
    e:attach("hero.lua")
    local other = entity.create()
    other:attach("hero.lua")
end
