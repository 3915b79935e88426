def update(e, dt):
    count = e.data().count
    print("a sees", "nil" if count is None else count)
