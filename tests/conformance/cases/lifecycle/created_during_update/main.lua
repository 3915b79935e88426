-- frames: 4
function on_start()
    local e = entity.create()
    e:data().generation = 1
    e:attach("cell.lua")
end
