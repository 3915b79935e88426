# frames: 2
update = 5
print("body")


def on_stop():
    print("on_stop")
