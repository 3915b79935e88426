-- frames: 2
local check = require "check"

function on_start()
    event.subscribe("hit", function(value) check.show(value) end)
    check.show(event.emit("hit"))
    event.emit("hit", nil)
    event.emit("hit", true)
    event.emit("hit", 5)
    event.emit("hit", 1.5)
    event.emit("hit", "text")
    event.emit("hit", Vec3(1, 2, 3))
    event.emit("hit", { 1, 2 })
    event.emit("hit", { by = "arrow", at = { 1, "x" } })
    event.emit("nobody listens", 1)
    check.fails(event.emit)
    check.fails(event.emit, nil)
    check.fails(event.emit, 5)
    check.fails(event.emit, "")
    check.fails(event.emit, "hit", 1, 2)
    print("emitted")
end

function update()
    print("update")
end
