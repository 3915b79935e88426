-- frames: 3
print("body")

function on_start()
    print("on_start")
end

function update(dt)
    print("update " .. engine.frame())
end

function on_stop()
    print("on_stop")
end
