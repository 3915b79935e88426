# frames: 3
def on_start():
    e = entity.create()
    e.attach("b.py")
    e.attach("a.py")
