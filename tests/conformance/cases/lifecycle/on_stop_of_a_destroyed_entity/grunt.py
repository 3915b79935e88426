def on_stop(e):
    print("grunt stops, valid:", "true" if e.is_valid() else "false")
