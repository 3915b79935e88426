-- The customs: answers one event with another.

local duty = engine.setting("duty")

-- Subscribed here and not in `on_start`, this goes on with the new code when this file changes while the game runs.
event.subscribe("ship.arrived", function(ship)
    -- Emitted while events are delivered, it comes in the next frame: events that answer each other for ever take
    -- turns with the game and do not hold it up.
    event.emit("duty.paid", { ship = ship.name, coins = ship.tons * duty })
end)
