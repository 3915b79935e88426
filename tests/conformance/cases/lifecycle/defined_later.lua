-- frames: 3
-- A call-back may be replaced while the game runs.
function update()
    print("first")
    update = function() print("second") end
end
