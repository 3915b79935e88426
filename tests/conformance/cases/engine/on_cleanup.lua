local check = require "check"
-- What was done last is undone first.
engine.on_cleanup(function() print("first") end)
engine.on_cleanup(function() print("second") end)
check.fails(engine.on_cleanup)
check.fails(engine.on_cleanup, nil)
check.fails(engine.on_cleanup, "f")
print("body")
