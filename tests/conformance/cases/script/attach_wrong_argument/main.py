# frames: 1
import check


def on_start():
    e = entity.create()
    check.fails(script.attach)
    check.fails(script.attach, e)
    check.fails(script.attach, e, 5)
    check.fails(script.attach, "hero.py", e)
    check.fails(script.attach, check.dead(), "hero.py")
    check.fails(script.attach, e, "heroo.py")
    check.fails(script.attach, e, "hero.txt")
    check.fails(script.attach, e, "../../check.py")
    check.fails(script.attach, e, "/etc/passwd")
    check.fails(script.attach, e, "")
    check.show(e.detach("hero.py"))
