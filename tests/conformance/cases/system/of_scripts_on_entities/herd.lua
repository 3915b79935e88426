local herd = 0

-- The body runs once for all entities of a script.
system.register("count", function() print("count", herd) end)

function on_start()
    -- This runs for each entity, and a name is there once: the second fails, and rests.
    herd = herd + 1
    system.register("each", function() print("each", herd) end)
end

function update()
    print("update")
end
