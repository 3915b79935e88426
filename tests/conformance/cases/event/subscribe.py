# frames: 3
import check


def on_start():
    check.show(event.subscribe("tick", lambda value: print("first", value, sep="\t")))
    check.show(event.subscribe("other", lambda value: print("other", value, sep="\t")))
    check.show(event.subscribe("tick", lambda value: print("second", value, sep="\t")))
    check.fails(event.subscribe)
    check.fails(event.subscribe, "tick")
    check.fails(event.subscribe, "tick", None)
    check.fails(event.subscribe, "tick", "first")
    check.fails(event.subscribe, 5, print)
    check.fails(event.subscribe, "", print)
    check.fails(event.subscribe, "tick", print, 1)


def update(dt):
    frame = engine.frame()
    print("update", frame, sep="\t")
    # In the order of emitting, whatever the name.
    event.emit("tick", frame)
    event.emit("other", frame)
    event.emit("Tick", frame)
    event.emit("tick", -frame)
