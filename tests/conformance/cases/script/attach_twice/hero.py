print("loaded")


def on_start(e):
    e.data().count = 0


def update(e, dt):
    data = e.data()
    data.count += 1
    print("update", data.count)
