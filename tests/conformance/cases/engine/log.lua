local check = require "check"
check.show(engine.log("plain"))
for _, level in ipairs { "trace", "debug", "info", "warn", "error" } do
    engine.log("at " .. level, level)
end
engine.log("", nil)
engine.log("two\nlines")
check.fails(engine.log)
check.fails(engine.log, nil)
check.fails(engine.log, 5)
check.fails(engine.log, "x", "loud")
check.fails(engine.log, "x", "INFO")
check.fails(engine.log, "x", 3)
check.fails(engine.log, "x", "info", "y")
