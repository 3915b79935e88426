# frames: 2
import check


def never(dt):
    print("never")


def on_start():
    system.register("waves", never)
    check.show(system.exists("waves"))
    check.show(system.unregister("waves"))
    check.show(system.exists("waves"), system.exists("scripts"), system.exists(""))
    check.fails(system.unregister, "waves")
    check.fails(system.unregister, "")
    # The game's own.
    check.fails(system.unregister, "scripts")
    check.fails(system.unregister, "script")
    system.register("waves", never)
    system.unregister("waves")
    check.show(system.list())


def on_stop():
    # Systems do not run any more, and are there until all scripts have stopped.
    system.register("waves", never)
    check.show(system.list())
    system.unregister("waves")
