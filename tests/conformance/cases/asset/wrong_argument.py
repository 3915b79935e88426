import check

functions = ["unload", "is_loaded", "state", "error", "path", "type", "get", "dependencies", "reload"]
for name in functions:
    f = getattr(asset, name)
    check.fails(f)
    check.fails(f, None)
    check.fails(f, 1)
    check.fails(f, "a.txt")
    check.fails(f, {})
    check.fails(f, Vec3(1, 2, 3))
    check.fails(f, asset.load("a.txt", "text"), 1)
for name in ["find_by_type", "reload_all"]:
    f = getattr(asset, name)
    check.fails(f)
    check.fails(f, None)
    check.fails(f, 1)
    check.fails(f, asset.load("a.txt", "text"))
    check.fails(f, "txt")
    check.fails(f, "text", 1)
check.fails(asset.on_reload)
check.fails(asset.on_reload, "text")
check.fails(asset.on_reload, None, print)
check.fails(asset.on_reload, 1, print)
check.fails(asset.on_reload, "txt", print)
check.fails(asset.on_reload, "text", None)
check.fails(asset.on_reload, "text", 1)
check.fails(asset.on_reload, "text", print, 1)
check.fails(asset.on_reload, Vec3(1, 2, 3), print)
