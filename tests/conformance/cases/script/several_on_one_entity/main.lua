-- frames: 3
function on_start()
    local e = entity.create()
    e:attach("b.lua")
    e:attach("a.lua")
end
