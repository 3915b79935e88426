def on_start(e):
    e.set_name(5)


def update(e, dt):
    print("never called")
