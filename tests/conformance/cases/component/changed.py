# frames: 6
import check


def on_start():
    global e, other
    e, other = entity.create(), entity.create()
    e.add("Health", {"current": 5, "max": 10})
    other.add("Health")


def update(dt):
    # What this frame changes below shows in the next.
    found = component.find_changed("Health")
    check.show(engine.frame(), e.changed("Health"), other.changed("Health"), len(found), e.changed("Transform"))
    if engine.frame() == 2:
        e.set("Health", {"current": 4})
        # It shows at once as well.
        check.show(e.changed("Health"), component.find_changed("Health")[0] == e)
    elif engine.frame() == 3:
        # Reading is no change.
        check.show(other.get("Health")["current"])
    elif engine.frame() == 4:
        # Through a handle, and to the same value.
        other.handle("Health").current = 0
        e.remove("Health")
        e.add("Transform")


def on_stop():
    check.fails(component.changed, check.dead(), "Health")
    check.fails(component.changed, e, "Helth")
    check.fails(component.changed, e, None)
    check.fails(component.changed, None, "Health")
    check.fails(component.changed, e, 5)
    check.fails(component.changed)
    check.fails(component.changed, e, "Health", 1)
    check.fails(component.find_changed, "Helth")
    check.fails(component.find_changed, None)
    check.fails(component.find_changed, 5)
    check.fails(component.find_changed)
