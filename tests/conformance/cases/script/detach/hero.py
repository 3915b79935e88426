def update(e, dt):
    print("hero updates")


def on_stop(e):
    print("hero stops")
