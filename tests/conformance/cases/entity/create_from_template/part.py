def on_start(e):
    print(f"{engine.frame()}: {e.name()} starts")
