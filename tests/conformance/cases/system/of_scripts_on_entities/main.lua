-- frames: 2
function on_start()
    entity.create():attach("herd")
    entity.create():attach("herd")
end
