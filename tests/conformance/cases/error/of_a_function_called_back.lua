-- frames: 1
function on_start()
    local function inner() error("from the depth") end
    inner()
end
