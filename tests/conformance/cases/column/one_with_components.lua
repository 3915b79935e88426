-- frames: 2
-- What is written to a column's memory is written to the components, whoever looks, and shows whatever is written to them. In
-- Python it is memory that libraries work on; other languages write rows of the column, and see the same.
local check = require "check"
local list, q = {}, nil

local function write(row, value)
    q:column("Transform.translation"):set_at(list[row], value)
end

local function read(row)
    return q:column("Transform.translation"):get(list[row])
end

function on_start()
    for i = 1, 4 do
        list[i] = entity.create()
        list[i]:add("Transform", { translation = Vec3(i, 0, 0) })
    end
    q = query.create({ "Transform" })

    -- Everybody sees what was written.
    write(1, Vec3(1, 10, 0))
    check.show(list[1]:get_position())
    write(1, Vec3(1, 11, 0))
    check.show(list[1]:handle("Transform").translation)
    write(1, Vec3(1, 12, 0))
    check.show(list[1]:get("Transform").translation)
    write(1, Vec3(1, 13, 0))
    check.show(component.get_positions(list))
    write(2, Vec3(100, 0, 0))
    check.show(entity.find_in_radius(Vec3(100, 0, 0), 1)[1] == list[2])
    write(2, Vec3(101, 0, 0))
    local seen = {}
    q:each(function(_, transform) seen[#seen + 1] = transform.translation end)
    check.show(seen)
    write(2, Vec3(102, 0, 0))
    check.show(list[2]:clone():get_position())
    write(2, Vec3(103, 0, 0))
    check.show(q:column("Transform.translation.x"):get(list[2]), q:column("Transform.translation"):sum())

    -- What anybody writes shows.
    list[3]:set_position(Vec3(3, 1, 0))
    check.show(read(3))
    local handle = list[3]:handle("Transform")
    handle.translation = Vec3(3, 2, 0)
    check.show(read(3))
    handle.translation.y = 3
    check.show(read(3))
    list[3]:set("Transform", { translation = Vec3(3, 4, 0) })
    check.show(read(3))
    list[3]:add("Transform", { translation = Vec3(3, 5, 0) })
    check.show(read(3))
    component.set_positions(list, { Vec3(0, 6, 0), Vec3(1, 6, 0), Vec3(2, 6, 0), Vec3(3, 6, 0) })
    check.show(read(1), read(2), read(3), read(4))
    q:column("Transform.translation"):add(Vec3(0, 1, 0))
    check.show(read(1), read(4))

    -- Both at once, in one vector: nothing is lost.
    q:column("Transform.translation.x"):set_at(list[4], 30)
    handle = list[4]:handle("Transform")
    handle.translation.y = 40
    check.show(read(4), list[4]:get_position())
    q:column("Transform.translation.z"):set(5)
    q:column("Transform.translation.x"):set_at(list[4], 31)
    check.show(read(4), list[4]:get_position())

    -- A function that is called meanwhile writes and sees as well.
    q:each(function(e, transform)
        for row = 1, 4 do
            if list[row] == e then
                write(row, read(row) + Vec3(0, 0, 1))
                transform.translation.x = transform.translation.x + 100
            end
        end
    end)
    check.show(component.get_positions(list))
    check.show({ read(1), read(2), read(3), read(4) })

    -- An entity that moves in memory keeps its row.
    list[2]:add("Speed")
    write(2, Vec3(1, 1, 1))
    check.show(list[2]:get_position())
    list[2]:set_position(Vec3(2, 2, 2))
    check.show(read(2))
end

function update()
    local changed = {}
    for i, e in ipairs(list) do
        changed[i] = e:changed("Transform")
    end
    check.show(changed)
    if engine.frame() == 0 then
        write(3, Vec3(7, 7, 7))
    end
end
