# frames: 4
def on_start():
    e = entity.create()
    e.set_name("mayfly")
    e.attach("mayfly.py")
