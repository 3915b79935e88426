-- frames: 1
function on_start()
    event.subscribe("end", function(value)
        print("end", value)
        -- There is no next frame.
        event.emit("end", "too late")
    end)
    engine.on_cleanup(function()
        print("cleanup")
        event.emit("end", "too late")
    end)
end

function on_stop()
    print("stop")
    event.emit("end", "of the game")
end
