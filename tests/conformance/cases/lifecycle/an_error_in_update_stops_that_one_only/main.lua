-- frames: 3
function on_start()
    for i = 1, 3 do
        local e = entity.create()
        e:data().number = i
        e:attach("grunt.lua")
    end
end
