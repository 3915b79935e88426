# frames: 4
import check


def on_start():
    global e, dead
    e, dead = entity.create(), check.dead()
    # Those of scripts come in the order they were emitted, those of the game after them.
    event.subscribe("Healed", lambda healed: check.show("healed", healed["amount"], healed["times"]))
    event.subscribe("Hit", lambda hit: check.show("hit", hit["amount"], hit["target"] == e))
    event.subscribe("shout", lambda value: check.show("shout", value))


def update(dt):
    check.show(engine.frame())
    if engine.frame() == 0:
        event.emit("Hit", {"target": e, "amount": 2.5})
        event.emit("shout", 1)
        event.emit("Hit", {"target": dead, "amount": 3})
        event.emit("Healed")
        check.fails(event.emit, "Hit")
        check.fails(event.emit, "Hit", 5)
        check.fails(event.emit, "Hit", {"target": e})
        check.fails(event.emit, "Hit", {"target": e, "amount": "much"})
        check.fails(event.emit, "Hit", {"target": e, "amount": float("nan")})
        check.fails(event.emit, "Hit", {"target": e, "amount": 1, "amunt": 1})
        check.fails(event.emit, "Healed", {"times": 256})
    elif engine.frame() == 1:
        event.emit("shout", 2)
