# frames: 5
import check


def update(dt):
    print("update", engine.frame(), sep="\t")


def watch(dt):
    frame = engine.frame()
    if frame == 1:
        # The updates of scripts are a system as well.
        system.enable("scripts")
        system.disable("slow")
    elif frame == 3:
        system.enable("slow")
        check.show(system.is_enabled("slow"))


def slow(dt):
    print("slow", engine.frame(), check.text(dt), sep="\t")


def on_start():
    system.register("watch", watch, "pre_update")
    # While it is off, its time stands still.
    system.register("slow", slow, rate=30)
    check.show(system.is_enabled("scripts"), system.is_enabled("slow"))
    system.disable("scripts")
    check.show(system.disable("scripts"))
    check.show(system.enable("slow"))
    check.show(system.is_enabled("scripts"))
    check.fails(system.enable, "watches")
    check.fails(system.disable, "")
    check.fails(system.is_enabled, "Slow")
    check.fails(system.is_enabled, "x" * 1000000)
