def update(e, dt):
    global shared
    print("a:", globals().get("shared", "nil"))
    shared = "a's"
