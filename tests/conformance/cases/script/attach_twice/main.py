# frames: 3
def on_start():
    e = entity.create()
    e.attach("hero.py")
    # There already: nothing changes.
    e.attach("hero.py")
    other = entity.create()
    other.attach("hero.py")
