def update(e, dt):
    global shared
    print("b:", globals().get("shared", "nil"))
    shared = "b's"
