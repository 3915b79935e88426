-- frames: 2
function on_start()
    local e = entity.create()
    e:attach("a.lua")
    e:attach("b.lua")
end
