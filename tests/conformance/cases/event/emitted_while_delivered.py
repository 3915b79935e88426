# frames: 4
def again(value):
    print("again", value, sep="\t")
    event.emit("again", value + 1)


def on_start():
    event.subscribe("again", again)
    event.emit("again", 1)


def update(dt):
    print("frame", engine.frame(), sep="\t")
