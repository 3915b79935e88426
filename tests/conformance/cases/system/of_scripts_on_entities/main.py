# frames: 2
def on_start():
    entity.create().attach("herd")
    entity.create().attach("herd")
