local check = require "check"
check.show(entity.find_in_radius(Vec3(0, 0, 0), 10))
local function at(x, y, z)
    local e = entity.create()
    e:add("Transform", { translation = { x, y, z } })
    return e
end
local far, near, right, left = at(0, 5, 0), at(1, 0, 0), at(3, 0, 0), at(-3, 0, 0)
entity.create()
-- The nearest first, the border is in, and of those that are equally far the one that was made first.
local found = entity.find_in_radius(Vec3(0, 0, 0), 3)
check.show(#found, found[1] == near, found[2] == right, found[3] == left)
check.show(#entity.find_in_radius(Vec3(0, 0, 0), 2.999))
check.show(#entity.find_in_radius(Vec3(0, 5, 0), 0), entity.find_in_radius(Vec3(0, 5, 0), 0)[1] == far)
check.show(#entity.find_in_radius(Vec3(0, 0, 0), math.huge))
-- What moves is found where it is.
far:set_position(Vec3(0, 0, 0.5))
check.show(entity.find_in_radius(Vec3(0, 0, 0), 3)[1] == far)
-- A child is where its parent carries it.
left:set_parent(right)
check.show(#entity.find_in_radius(Vec3(0, 0, 0), 3))
right:set_position(Vec3(100, 0, 0))
found = entity.find_in_radius(Vec3(97, 0, 0), 0.5)
check.show(#found, found[1] == left)
near:destroy()
check.show(#entity.find_in_radius(Vec3(0, 0, 0), 3))
