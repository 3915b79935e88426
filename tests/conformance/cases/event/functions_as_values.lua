-- frames: 2
local check = require "check"

function on_start()
    event.subscribe("ask", function(value)
        check.show(value.answer(20), value.others)
        value.answer = nil
    end)
    -- Each subscriber gets a value of its own.
    event.subscribe("ask", function(value) check.show(value.answer(21)) end)
    event.emit("ask", { answer = function(n) return 2 * n end, others = {} })
end
