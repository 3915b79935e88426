# frames: 2
import check


def on_start():
    check.fails_somehow(script.attach, entity.create(), "broken")
    # Nothing remains of a script that did not load.
    check.show(system.exists("left behind"), system.list())
