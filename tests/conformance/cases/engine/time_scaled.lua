-- frames: 5
-- What is set in one frame counts from the next on.
local scales = { 2, 0.5, 0, 1 }
local last = 0

function update(dt)
    print(string.format("%.5f %.5f", dt, engine.total_time() - last))
    last = engine.total_time()
    engine.set_time_scale(table.remove(scales, 1) or 1)
end
