-- frames: 6
local check = require "check"
local e, other

function on_start()
    e, other = entity.create(), entity.create()
    e:add("Health", { current = 5, max = 10 })
    other:add("Health")
end

function update()
    -- What this frame changes below shows in the next.
    local found = component.find_changed("Health")
    check.show(engine.frame(), e:changed("Health"), other:changed("Health"), #found, e:changed("Transform"))
    if engine.frame() == 2 then
        e:set("Health", { current = 4 })
        -- It shows at once as well.
        check.show(e:changed("Health"), component.find_changed("Health")[1] == e)
    elseif engine.frame() == 3 then
        -- Reading is no change.
        check.show(other:get("Health").current)
    elseif engine.frame() == 4 then
        -- Through a handle, and to the same value.
        other:handle("Health").current = 0
        e:remove("Health")
        e:add("Transform")
    end
end

function on_stop()
    check.fails(component.changed, check.dead(), "Health")
    check.fails(component.changed, e, "Helth")
    check.fails(component.changed, e, nil)
    check.fails(component.changed, nil, "Health")
    check.fails(component.changed, e, 5)
    check.fails(component.changed)
    check.fails(component.changed, e, "Health", 1)
    check.fails(component.find_changed, "Helth")
    check.fails(component.find_changed, nil)
    check.fails(component.find_changed, 5)
    check.fails(component.find_changed)
end
