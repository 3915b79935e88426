"""The harbour: says what happens, to whoever may listen."""

from glotta import engine, event

ships = engine.setting("ships")


def update(dt):
    for ship in ships:
        if engine.frame() == ship["frame"]:
            print(f"frame {engine.frame()}  harbour: the {ship['name']} comes in")
            # A value of any kind goes with an event. It is delivered when all updates of this frame have run.
            event.emit("ship.arrived", ship)


def on_stop():
    # What is emitted now is delivered before the game is over.
    event.emit("harbour.closed")
