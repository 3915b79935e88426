# frames: 2
import check


def on_start():
    e = entity.create()
    # An error that a script gets is the script's: it is not logged as well.
    check.fails_somehow(e.attach, "syntax.py")
    check.fails(e.attach, "fails.py")
    check.fails(e.attach, "missing.py")
    check.show(e.detach("syntax.py"), e.detach("fails.py"))


def update(dt):
    print("main goes on")
