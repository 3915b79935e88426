# frames: 4
def on_start():
    e = entity.create()
    e.data().generation = 1
    e.attach("cell.py")
