# frames: 3
shared = "main's"


def on_start():
    e = entity.create()
    e.attach("a.py")
    e.attach("b.py")


def update(dt):
    print("main:", globals().get("shared", "nil"))
