def on_start(e):
    parent = e.parent()
    print(f"{engine.frame()}: {e.name()} starts, part of {parent.name() if parent else 'none'}")


def on_stop(e):
    parent = e.parent()
    print(f"{engine.frame()}: {e.name()} stops, part of {parent.name() if parent else 'none'}")
