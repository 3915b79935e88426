def update(e, dt):
    print("update", engine.frame())
    if engine.frame() == 2:
        e.destroy()
        print("gone:", "true" if e.is_valid() else "false")
