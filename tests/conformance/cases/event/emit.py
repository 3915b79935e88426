# frames: 2
import check


def on_start():
    event.subscribe("hit", lambda value: check.show(value))
    check.show(event.emit("hit"))
    event.emit("hit", None)
    event.emit("hit", True)
    event.emit("hit", 5)
    event.emit("hit", 1.5)
    event.emit("hit", value="text")
    event.emit("hit", Vec3(1, 2, 3))
    event.emit("hit", [1, 2])
    event.emit("hit", {"by": "arrow", "at": [1, "x"]})
    event.emit("nobody listens", 1)
    check.fails(event.emit)
    check.fails(event.emit, None)
    check.fails(event.emit, 5)
    check.fails(event.emit, "")
    check.fails(event.emit, "hit", 1, 2)
    print("emitted")


def update(dt):
    print("update")
