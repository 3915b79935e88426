-- frames: 3
function on_start()
    local e = entity.create()
    e:attach("vandal.lua")
    e:attach("victim.lua")
end
