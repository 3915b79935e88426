-- The bell: rings for every ship.

event.subscribe("ship.arrived", function()
    print("frame " .. engine.frame() .. "  bell: ding, dong")
end)
