# frames: 4
import check


def bad(dt):
    print("bad", engine.frame(), sep="\t")
    entity.find_in_radius(Vec3(0, 0, 0), -1)


def good(dt):
    check.show(engine.frame(), system.is_enabled("bad"), system.describe("bad")["failed"])
    if engine.frame() == 1:
        # It rests until it is told to go on, and then fails again: the same error is told of once.
        system.enable("bad")


def on_start():
    system.register("bad", bad)
    system.register("good", good)
