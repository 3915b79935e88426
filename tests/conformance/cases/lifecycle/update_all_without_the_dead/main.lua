-- frames: 3
local list = {}

function on_start()
    for i = 1, 3 do
        list[i] = entity.create()
        list[i]:attach("grunt.lua")
    end
end

function update()
    if engine.frame() == 2 then
        list[2]:destroy()
    end
end
