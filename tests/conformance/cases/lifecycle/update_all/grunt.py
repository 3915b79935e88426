def update(e, dt):
    print("never called one by one")


def update_all(entities, dt):
    names = ", ".join(e.name() for e in entities)
    print(f"{len(entities)}: {names}, dt is {type(dt).__name__}")
