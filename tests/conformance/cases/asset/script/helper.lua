local parts = require "parts"
print("helper's body")
engine.on_cleanup(function() print("helper's end") end)

function twice(n)
    return parts.double(n)
end
