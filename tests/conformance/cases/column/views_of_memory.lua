-- frames: 3
-- Lua has no views of memory: a column is read and written through lists.
local check = require "check"
local q

function on_start()
    for i = 1, 3 do
        local e = entity.create()
        e:add("Transform", { translation = Vec3(i, 0, 0) })
        e:add("Stats", { level = i, speed = i, alive = i == 2 })
    end
    q = query.create({ "Transform", "Stats" })
end

function update()
    if engine.frame() == 0 then
        local place = q:column("Transform.translation")
        local list = place:to_list()
        list[2].y = 5
        place:set_list(list)
        check.show(place:to_list())
    end
    local seen = {}
    for i, e in ipairs(q:entities()) do
        seen[i] = e:changed("Transform")
    end
    check.show(seen)
end
