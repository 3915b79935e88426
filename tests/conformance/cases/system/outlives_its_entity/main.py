# frames: 4
def on_start():
    entity.create().attach("mayfly")
