# frames: 3
print("body")


def on_start():
    print("on_start")


def update(dt):
    print("update", engine.frame())


def on_stop():
    print("on_stop")
