# frames: 6
import check


def on_start():
    global a, b, moved, either
    moved = query.create(["Health"], changed=["Health"])
    either = query.create([], changed=["Health", "Speed"])
    a, b = entity.create(), entity.create()
    a.add("Health")
    b.add("Health")


def names(q):
    return ["a" if e == a else "b" for e in q.entities()]


def update(dt):
    frame = engine.frame()
    if frame == 2:
        # Looks that are left out are made up for in the next.
        a.set("Health", {"current": 4})
        return
    # All looks within a frame find the same.
    check.show(frame, names(moved), moved.count(), moved.is_empty(), moved.first() == a, moved.contains(b))
    check.show(frame, names(either))
    if frame == 3:
        # What changes after the first look is found in the next frame, and in this one as well.
        b.handle("Health").current = 1
        check.show(names(moved))
    elif frame == 4:
        b.add("Speed")
        walked = []
        moved.each(lambda e, health: walked.append("a" if e == a else "b"))
        check.show(walked)
