-- frames: 6
local check = require "check"
local a, b, moved, either

function on_start()
    moved = query.create({ "Health" }, nil, nil, { "Health" })
    either = query.create({}, nil, nil, { "Health", "Speed" })
    a, b = entity.create(), entity.create()
    a:add("Health")
    b:add("Health")
end

local function names(q)
    local found = {}
    for i, e in ipairs(q:entities()) do
        found[i] = e == a and "a" or "b"
    end
    return found
end

function update()
    local frame = engine.frame()
    if frame == 2 then
        -- Looks that are left out are made up for in the next.
        a:set("Health", { current = 4 })
        return
    end
    -- All looks within a frame find the same.
    check.show(frame, names(moved), moved:count(), moved:is_empty(), moved:first() == a, moved:contains(b))
    check.show(frame, names(either))
    if frame == 3 then
        -- What changes after the first look is found in the next frame, and in this one as well.
        b:handle("Health").current = 1
        check.show(names(moved))
    elseif frame == 4 then
        b:add("Speed")
        local walked = {}
        moved:each(function(e) walked[#walked + 1] = e == a and "a" or "b" end)
        check.show(walked)
    end
end
