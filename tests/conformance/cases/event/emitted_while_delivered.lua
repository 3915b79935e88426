-- frames: 4
function on_start()
    event.subscribe("again", function(value)
        print("again", value)
        event.emit("again", value + 1)
    end)
    event.emit("again", 1)
end

function update()
    print("frame", engine.frame())
end
