-- frames: 2
update = 5
print("body")

function on_stop()
    print("on_stop")
end
