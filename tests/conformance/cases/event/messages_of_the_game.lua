-- frames: 4
local check = require "check"
local e, dead

function on_start()
    e, dead = entity.create(), check.dead()
    -- Those of scripts come in the order they were emitted, those of the game after them.
    event.subscribe("Healed", function(healed) check.show("healed", healed.amount, healed.times) end)
    event.subscribe("Hit", function(hit) check.show("hit", hit.amount, hit.target == e) end)
    event.subscribe("shout", function(value) check.show("shout", value) end)
end

function update()
    check.show(engine.frame())
    if engine.frame() == 0 then
        event.emit("Hit", { target = e, amount = 2.5 })
        event.emit("shout", 1)
        event.emit("Hit", { target = dead, amount = 3 })
        event.emit("Healed")
        check.fails(event.emit, "Hit")
        check.fails(event.emit, "Hit", 5)
        check.fails(event.emit, "Hit", { target = e })
        check.fails(event.emit, "Hit", { target = e, amount = "much" })
        check.fails(event.emit, "Hit", { target = e, amount = 0 / 0 })
        check.fails(event.emit, "Hit", { target = e, amount = 1, amunt = 1 })
        check.fails(event.emit, "Healed", { times = 256 })
    elseif engine.frame() == 1 then
        event.emit("shout", 2)
    end
end
