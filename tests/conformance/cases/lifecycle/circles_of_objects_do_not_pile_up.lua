-- frames: 40
-- Objects that hold each other go when nothing else holds them: all of them together would be more than the limit.
function update()
    for _ = 1, 64 do
        local a, b = { load = string.rep("x", 1 << 16) .. engine.frame() }, {}
        a.other, b.other = b, a
    end
end

function on_stop()
    print("frame " .. engine.frame())
end
