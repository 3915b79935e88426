# frames: 3
import check


def says(text):
    return lambda dt: print(text, engine.frame(), sep="\t")


def a(dt):
    print("a", engine.frame(), sep="\t")
    if engine.frame() == 0:
        # An end and a switch count at once, a priority and what is new from the next frame on.
        system.unregister("b")
        system.disable("d")
        system.set_priority("e", 5)
        system.register("b", says("another b"))
        system.register("new", says("new"), phase="post_update")
    else:
        system.unregister("a")
        check.show(system.exists("a"))
        system.enable("d")
        system.register("a", says("another a"))


def on_start():
    system.register("a", a)
    system.register("b", says("b"))
    system.register("c", says("c"))
    system.register("d", says("d"))
    system.register("e", says("e"))
