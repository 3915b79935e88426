-- frames: 1
local check = require "check"

function deeper(n)
    return script.call("main", "deeper", { n + 1 })
end

function on_start()
    check.fails(deeper, 1)
    -- And goes on.
    check.show(script.call("main", "same", { 1 }))
end

function same(value)
    return value
end
