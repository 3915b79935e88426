# frames: 1
def at_the_end(value):
    print("end", value, sep="\t")
    # There is no next frame.
    event.emit("end", "too late")


def clean_up():
    print("cleanup")
    event.emit("end", "too late")


def on_start():
    event.subscribe("end", at_the_end)
    engine.on_cleanup(clean_up)


def on_stop():
    print("stop")
    event.emit("end", "of the game")
