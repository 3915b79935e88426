local check = require "check"
local functions = { "unload", "is_loaded", "state", "error", "path", "type", "get", "dependencies", "reload" }
for _, name in ipairs(functions) do
    local f = asset[name]
    check.fails(f)
    check.fails(f, nil)
    check.fails(f, 1)
    check.fails(f, "a.txt")
    check.fails(f, {})
    check.fails(f, Vec3(1, 2, 3))
    check.fails(f, asset.load("a.txt", "text"), 1)
end
for _, name in ipairs { "find_by_type", "reload_all" } do
    check.fails(asset[name])
    check.fails(asset[name], nil)
    check.fails(asset[name], 1)
    check.fails(asset[name], asset.load("a.txt", "text"))
    check.fails(asset[name], "txt")
    check.fails(asset[name], "text", 1)
end
check.fails(asset.on_reload)
check.fails(asset.on_reload, "text")
check.fails(asset.on_reload, nil, print)
check.fails(asset.on_reload, 1, print)
check.fails(asset.on_reload, "txt", print)
check.fails(asset.on_reload, "text", nil)
check.fails(asset.on_reload, "text", 1)
check.fails(asset.on_reload, "text", print, 1)
check.fails(asset.on_reload, Vec3(1, 2, 3), print)
