local check = require "check"
-- In the order they were given.
engine.on_cleanup(function() print("first") end)
engine.on_cleanup(function() print("second") end)
check.fails(engine.on_cleanup)
check.fails(engine.on_cleanup, nil)
check.fails(engine.on_cleanup, "f")
print("body")
