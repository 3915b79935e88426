local check = require "check"
local list = {}
for i = 1, 4 do
    list[i] = entity.create()
    list[i]:add("Transform", { translation = Vec3(i, 0, 0) })
end
check.show(component.get_positions(list))
check.show(component.get_positions({}))
check.show(component.get_positions({ list[3], list[1], list[3] }))
component.set_positions({ list[2], list[4] }, { Vec3(0, 2, 0), Vec3(0, 4, 0) })
check.show(component.get_positions(list))
component.set_positions({}, {})
-- What comes back is a list like any other.
local places = component.get_positions(list)
for i, place in ipairs(places) do places[i] = place + Vec3(0, 0, i) end
component.set_positions(list, places)
check.show(component.get_positions(list))
