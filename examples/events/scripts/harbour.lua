-- The harbour: says what happens, to whoever may listen.

local ships = engine.setting("ships")

function update()
    for _, ship in ipairs(ships) do
        if engine.frame() == ship.frame then
            print("frame " .. engine.frame() .. "  harbour: the " .. ship.name .. " comes in")
            -- A value of any kind goes with an event. It is delivered when all updates of this frame have run.
            event.emit("ship.arrived", ship)
        end
    end
end

function on_stop()
    -- What is emitted now is delivered before the game is over.
    event.emit("harbour.closed")
end
