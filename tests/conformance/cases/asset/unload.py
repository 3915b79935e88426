# An asset that was unloaded is used again.
import check

a = asset.load("a.txt", "text")
check.show(asset.find_by_type("text"))
asset.unload(a)
check.show()
check.show(asset.is_loaded(a), asset.state(a), asset.find_by_type("text"))
check.fails(asset.unload, a)
check.fails(asset.error, a)
check.fails(asset.path, a)
check.fails(asset.type, a)
check.fails(asset.get, a)
check.fails(asset.dependencies, a)
check.fails(asset.reload, a)
check.fails(asset.on_reload, a, print)
b = asset.load("a.txt", "text")
check.show(a, b, a == b, asset.state(a), asset.state(b))
