# frames: 5
import check

guard = e = None


def on_start():
    global guard
    guard = asset.load("guard", "script")


def update(dt):
    global guard, e
    print(f"frame {engine.frame()}")
    if engine.frame() == 1:
        e = entity.create()
        e.attach("guard")
        asset.unload(guard)
    elif engine.frame() == 2:
        check.show(script.is_loaded("guard"))
        e.detach("guard")
    elif engine.frame() == 3:
        check.show(script.is_loaded("guard"))
        # A script that was there before does not go with the asset.
        e.attach("guard")
        guard = asset.load("guard", "script")
    elif engine.frame() == 4:
        e.detach("guard")
        asset.unload(guard)


def on_stop():
    check.show(script.is_loaded("guard"))
