-- The fool: a script that is loaded when he is wanted, and let go afterwards.

engine.on_cleanup(function() print("(the fool is gone)") end)

function joke(subject)
    return "Why did the " .. subject .. " whistle? It did not know the words."
end
