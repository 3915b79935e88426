# frames: 6
import check

helper = None


def on_start():
    global helper
    helper = asset.load("helper", "script")
    check.show(asset.path(helper), asset.type(helper), asset.state(helper), script.is_loaded("helper"))


def update(dt):
    global helper
    print(f"frame {engine.frame()}")
    if engine.frame() == 1:
        check.show(asset.state(helper), asset.get(helper), asset.dependencies(helper))
        check.show(script.call(asset.get(helper), "twice", [21]))
        asset.unload(helper)
        # It is let go when the frame is over.
        check.show(script.is_loaded("helper"))
    elif engine.frame() == 2:
        check.show(script.is_loaded("helper"))
        helper = asset.load("helper", "script")
    elif engine.frame() == 3:
        # Taken up again before it is let go.
        asset.unload(helper)
        helper = asset.load("helper", "script")
    elif engine.frame() == 4:
        check.show(asset.state(helper), script.is_loaded("helper"))
        asset.unload(helper)
    elif engine.frame() == 5:
        check.show(script.is_loaded("helper"))
