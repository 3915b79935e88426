# frames: 4
import check

a = missing = gone = None


def never(it, error=None):
    print("never called")


def show(name):
    return lambda it, error: print(name, asset.state(it), error["kind"] if error else "fine", sep="\t")


def fails(it, error):
    entity.find_in_radius(Vec3(0, 0, 0), -1)


def on_start():
    global a, missing, gone
    a, missing = asset.load("a.txt", "text"), asset.load("c.txt", "text")
    gone = asset.load("b.txt", "text")
    asset.on_load(a, show("a"))
    asset.on_load(a, fails)
    # It is there already: in the next frame.
    asset.on_load(a, lambda it, error: asset.on_load(it, show("a, asked when it came")))
    asset.on_load(missing, show("missing"))
    asset.on_load(gone, never)
    asset.unload(gone)
    id = asset.on_load(a, never)
    check.show(asset.off_load(id))
    check.show(asset.off_load(id), asset.off_load(99))
    id = asset.on_reload(a, never)
    asset.on_reload(a, lambda it: show("anew")(it, None))
    check.show(asset.off_reload(id))
    check.show(asset.off_reload(id))


def update(dt):
    print(f"frame {engine.frame()}")
    if engine.frame() == 1:
        asset.on_load(a, show("a again"))
        asset.on_load(missing, show("missing again"))
        asset.reload(a)
    elif engine.frame() == 2:
        # What is tried again is waited for again.
        asset.reload(missing)
        asset.on_load(missing, show("missing for the last time"))
        check.fails(asset.on_load, gone, never)
