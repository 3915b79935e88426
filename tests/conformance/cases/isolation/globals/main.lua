-- frames: 3
shared = "main's"

function on_start()
    local e = entity.create()
    e:attach("a.lua")
    e:attach("b.lua")
end

function update()
    print("main: " .. tostring(shared))
end
