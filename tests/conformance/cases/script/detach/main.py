# frames: 4
import check

e = None


def on_start():
    global e
    e = entity.create()
    e.attach("hero.py")


def update(dt):
    print("frame", engine.frame())
    if engine.frame() == 2:
        check.show(e.detach("hero.py"), e.detach("hero.py"), e.is_valid())
        check.fails(script.detach)
        check.fails(script.detach, e)
        check.fails(script.detach, e, 1)
        check.fails(script.detach, check.dead(), "hero.py")
