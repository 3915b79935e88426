-- frames: 4
function on_start()
    local e = entity.create()
    e:set_name("mayfly")
    e:attach("mayfly.lua")
end
