-- frames: 3
function on_start()
    entity.create():attach("grunt.lua")
end

function update()
    print("main goes on")
end
