# frames: 3
import check

itself = last = None


def once(value):
    print("once")
    check.show(event.unsubscribe(itself), event.unsubscribe(last))
    # Gets the next event, not this one.
    event.subscribe("tick", lambda value: print("new"))


def on_start():
    global itself, last
    early = event.subscribe("tick", lambda value: print("never called"))
    check.show(event.unsubscribe(early), event.unsubscribe(early))
    itself = event.subscribe("tick", once)
    event.subscribe("tick", lambda value: print("always"))
    last = event.subscribe("tick", lambda value: print("never called"))
    check.show(event.unsubscribe(99), event.unsubscribe(0), event.unsubscribe(-1))
    check.fails(event.unsubscribe)
    check.fails(event.unsubscribe, None)
    check.fails(event.unsubscribe, "1")
    check.fails(event.unsubscribe, 1.5)
    check.fails(event.unsubscribe, last, 1)


def update(dt):
    print(f"frame {engine.frame()}")
    event.emit("tick")
