-- frames: 4
function on_start()
    entity.create():attach("mayfly")
end
