local check = require "check"

local function new()
    entity.name(check.dead())
    return {}
end

hero = new()

function on_start()
    print("never called")
end
