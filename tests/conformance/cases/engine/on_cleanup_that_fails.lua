engine.on_cleanup(function() print("first") end)
engine.on_cleanup(function() error("oh no") end)
engine.on_cleanup(function() print("third") end)
print("body")
