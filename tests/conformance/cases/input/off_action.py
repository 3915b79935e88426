# frames: 3
import check

itself = last = None


def once(event, value):
    print("once", event, sep="\t")
    check.show(input.off_action(itself), input.off_action(last))
    # Hears of what comes next, not of this.
    input.on_action("jump", lambda event, value: print("new", event, sep="\t"))


def on_start():
    global itself, last
    early = input.on_action("jump", lambda event, value: print("never called"))
    check.show(input.off_action(early), input.off_action(early))
    itself = input.on_action("jump", once)
    input.on_action("jump", lambda event, value: print("always", event, sep="\t"))
    last = input.on_action("jump", lambda event, value: print("never called"))
    # A subscription to an event has a number of its own kind.
    subscription = event.subscribe("jump", lambda value: None)
    check.show(input.off_action(99), input.off_action(0), input.off_action(-1))
    check.show(event.unsubscribe(itself) == (itself == subscription))


def update(dt):
    print(f"frame {engine.frame()}")
