def update(e, dt):
    e.data().count = engine.frame()
    print("b writes", e.data().count)
