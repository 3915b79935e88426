def on_stop(e):
    print("grunt stops")
    e.set_name(5)
