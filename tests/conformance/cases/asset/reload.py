# frames: 4
import check

a = b = missing = None


def last(it):
    print("last of b")
    asset.unload(it)


def on_start():
    global a, b, missing
    a, b, missing = asset.load("a.txt", "text"), asset.load("b.txt", "text"), asset.load("c.txt", "text")
    asset.on_reload(a, lambda it: print("first", it == a and "true", asset.state(it), sep="\t"))
    check.show()
    asset.on_reload(a, lambda it: entity.find_in_radius(Vec3(0, 0, 0), -1))
    asset.on_reload("text", lambda it: print("any", "a" if it == a else "b", sep="\t"))
    # One that unloads the asset, which nobody is told of any more.
    asset.on_reload(b, last)
    asset.on_reload(b, lambda it: print("never called"))
    asset.on_reload("data", lambda it: print("never called"))


def update(dt):
    print(f"frame {engine.frame()}")
    if engine.frame() == 0:
        # It is still loading, which is no reload.
        asset.reload(a)
        check.show()
    elif engine.frame() == 1:
        asset.reload(a)
        check.show(asset.state(a), asset.get(a))
    elif engine.frame() == 2:
        check.show(asset.reload_all("text"), asset.reload_all("data"))
        # One that failed is tried again.
        check.show(asset.state(missing))
    else:
        check.show(asset.state(a), asset.state(b), asset.state(missing))
