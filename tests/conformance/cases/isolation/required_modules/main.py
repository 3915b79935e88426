# frames: 2
def on_start():
    e = entity.create()
    e.attach("a.py")
    e.attach("b.py")
