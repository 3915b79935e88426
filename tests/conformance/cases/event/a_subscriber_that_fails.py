# frames: 2
def on_start():
    event.subscribe("tick", lambda value: print("first"))
    event.subscribe("tick", lambda value: entity.find_in_radius(Vec3(0, 0, 0), -1))
    event.subscribe("tick", lambda value: print("third"))


def update(dt):
    # The same error is told of once.
    event.emit("tick")
