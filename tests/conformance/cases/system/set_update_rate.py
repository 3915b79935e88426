# frames: 7
import check


def timed(dt):
    frame = engine.frame()
    print("timed", frame, check.text(dt), sep="\t")
    if frame == 0:
        check.show(system.set_update_rate("timed", 20))
    elif frame == 3:
        # Nothing is every frame, as 0 is.
        system.set_update_rate("timed")
    elif frame == 4:
        system.set_update_rate("timed", rate=0.5)


def on_start():
    system.register("timed", timed)
    check.fails(system.set_update_rate, "time", 5)
    check.fails(system.set_update_rate, "timed", -1)
    check.fails(system.set_update_rate, "timed", -1e-300)
    check.fails(system.set_update_rate, "timed", float("nan"))
    check.fails(system.set_update_rate, "timed", float("inf"))
    check.fails(system.set_update_rate, "timed", float("-inf"))
    system.set_update_rate("timed", 1.7e308)
    check.show(system.describe("timed")["rate"] > 1e308)
