-- frames: 2
function on_start()
    for _ = 1, 2 do
        entity.create():attach("grunt.lua")
    end
end

function on_stop()
    print("main stops")
end
