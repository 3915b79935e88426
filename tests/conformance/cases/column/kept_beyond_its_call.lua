-- frames: 2
local check = require "check"
local q, current, copy

function on_start()
    entity.create():add("Health", { current = 5 })
    q = query.create({ "Health" })
    current = q:column("Health.current")
    copy = current:copy()
    check.show(current:to_list())
end

function update()
    check.fails(current.to_list, current)
    check.fails(current.add, current, 1)
    check.fails(copy.sum, copy)
    local fresh = q:column("Health.current")
    check.fails(fresh.add, fresh, current)
    check.fails(fresh.add, fresh, 1, copy)
    check.show(fresh:to_list())
end
