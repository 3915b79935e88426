-- frames: 3
local e

function on_start()
    e = entity.create()
    e:set_name("grunt")
    e:attach("grunt.lua")
end

function update()
    if engine.frame() == 2 then
        print("destroying")
        e:destroy()
        print("destroyed")
    end
end
