local check = require "check"
-- A script may add to its own copy of a module.
function entity.create_named(name)
    local e = entity.create()
    e:set_name(name)
    return e
end
check.show(entity.create_named("Hero"):name())
Vec3.MIDDLE = Vec3(0.5, 0.5, 0.5)
check.show(Vec3.MIDDLE, Vec3.ONE)
entity.destroy = nil
check.fails(function() return entity.destroy end)
