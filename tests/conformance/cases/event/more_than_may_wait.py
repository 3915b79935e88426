# frames: 2
import check

count = 0


def listen(value):
    global count
    count += 1


def on_start():
    event.subscribe("x", listen)
    for _ in range(10000):
        event.emit("x")
    check.fails(event.emit, "x")
    check.fails(event.emit, "y", 1)


def update(dt):
    print(count)
    if engine.frame() == 1:
        # There is room again.
        event.emit("x")


def on_stop():
    print(count)
