-- frames: 3
local check = require "check"

local function keys(t)
    local names = {}
    for name in pairs(t) do
        names[#names + 1] = name
    end
    table.sort(names)
    return names
end

function on_start()
    local before = engine.performance()
    check.show(keys(before), keys(before.memory))
    check.show(before.scripts_ms, before.errors, before.instances)
    entity.create()
    entity.create():attach("helper")
    local after = engine.performance()
    check.show(after.entities - before.entities, after.instances)
    check.fails(engine.performance, 1)
end

function update()
    local now = engine.performance()
    check.show(now.frame_ms > 16 and now.frame_ms < 17, now.memory.lua > 0, now.memory.python >= 0)
    check.show(now.scripts_ms > 0, now.errors)
end
