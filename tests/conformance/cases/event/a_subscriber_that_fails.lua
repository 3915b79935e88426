-- frames: 2
function on_start()
    event.subscribe("tick", function() print("first") end)
    event.subscribe("tick", function() entity.find_in_radius(Vec3(0, 0, 0), -1) end)
    event.subscribe("tick", function() print("third") end)
end

function update()
    -- The same error is told of once.
    event.emit("tick")
end
