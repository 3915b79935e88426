-- frames: 2
local check = require "check"

-- A query is an object: it is equal to itself alone, and the same one wherever it comes from.
local healthy = query.create({ "Health" })

function on_start()
    check.show(healthy == query.create({ "Health" }), healthy == healthy, healthy == 5)
    print(healthy, "a " .. tostring(healthy))
    local names = { [healthy] = "it" }
    event.subscribe("asked", function(value)
        check.show(value.query == healthy, value.query:count(), names[value.query])
    end)
    entity.create():add("Health")
    event.emit("asked", { query = healthy })
end
