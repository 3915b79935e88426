def on_start(e):
    print(f"cell {e.data().generation} starts in frame {engine.frame()}")


def update(e, dt):
    data = e.data()
    if data.generation < 3 and not data.divided:
        data.divided = True
        child = entity.create()
        child.data().generation = data.generation + 1
        child.attach("cell.py")
