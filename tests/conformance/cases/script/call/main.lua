-- frames: 1
local check = require "check"

function on_start()
    entity.create():attach("other.lua")
    check.show(script.call("other.lua", "add", { 1.5, 2 }))
    check.show(script.call("./other", "add", { 1, 2.5 }))
    -- A script keeps its variables, and runs as itself.
    check.show(script.call("other", "how_often"))
    check.show(script.call("other", "nothing", {}), script.call("other", "nothing", nil))
    check.show(script.call("other", "same", { { a = { 1, "x" }, b = Vec3(1, 2, 3) } }))
    check.show(script.call("other", "same", { add })(3))
    check.fails(script.call, "other", "fail")
    check.fails(script.call, "other", "ad")
    check.fails(script.call, "other", "")
    check.fails(script.call, "other", "a\0b")
    check.fails(script.call, "other", "not_a_function")
    check.fails(script.call, "othr.lua", "add")
    check.fails(script.call, "asleep", "add")
    check.fails(script.call, "../other", "add")
    check.fails(script.call, "", "add")
    check.fails(script.call)
    check.fails(script.call, "other")
    check.fails(script.call, 5, "add")
    check.fails(script.call, "other", 5)
    check.fails(script.call, "other", "add", 5)
    check.fails(script.call, "other", "add", Vec3(1, 2, 3))
    check.fails(script.call, "other", "add", { 1 }, 2)
    -- One's own functions can be called too.
    check.show(script.call("main", "add", { 4 }))
end

function add(n)
    return n + 1
end
