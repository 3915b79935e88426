def on_start(e):
    print(f"{e.name()} starts, path {script.path()}")


def update(e, dt):
    print(f"{e.name()} updates, dt is {type(dt).__name__}")


def on_stop(e):
    print(f"{e.name()} stops")
