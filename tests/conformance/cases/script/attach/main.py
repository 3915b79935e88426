# frames: 3
import check


def on_start():
    e = entity.create()
    e.set_name("Hero")
    check.show(e.attach("hero.py"))


def update(dt):
    print(f"main, frame {engine.frame()}")
