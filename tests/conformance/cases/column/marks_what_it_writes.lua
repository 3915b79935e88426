-- frames: 4
local check = require "check"
local q, changed, list

function on_start()
    list = {}
    for i = 1, 4 do
        list[i] = entity.create()
        list[i]:add("Health", { current = i, max = 10 })
    end
    q = query.create({ "Health" })
    changed = query.create({ "Health" }, nil, nil, { "Health" })
end

function update()
    local seen = {}
    for i, e in ipairs(list) do
        seen[i] = e:changed("Health")
    end
    check.show(engine.frame(), seen, changed:column("Health.current"):to_list())
    local current = q:column("Health.current")
    if engine.frame() == 1 then
        current:add(1, current:greater(2))
    elseif engine.frame() == 2 then
        -- Reading is no change, nor is writing to a copy.
        check.show(current:sum(), current:copy():len(), current:equal(current):count())
        current:copy():set(0)
        current:set_at(list[2], 20)
    end
end
