# frames: 3
def on_start():
    e = entity.create()
    e.attach("vandal.py")
    e.attach("victim.py")
