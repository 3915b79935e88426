# frames: 2
import check


def on_start():
    global q, current, copy
    entity.create().add("Health", {"current": 5})
    q = query.create(["Health"])
    current = q.column("Health.current")
    copy = current.copy()
    check.show(current.to_list())


def update(dt):
    check.fails(current.to_list)
    check.fails(current.add, 1)
    check.fails(copy.sum)
    fresh = q.column("Health.current")
    check.fails(fresh.add, current)
    check.fails(fresh.add, 1, copy)
    check.show(fresh.to_list())
