# frames: 4
import check


def on_start():
    global q, changed, entities
    entities = []
    for i in range(1, 5):
        e = entity.create()
        entities.append(e)
        e.add("Health", {"current": i, "max": 10})
    q = query.create(["Health"])
    changed = query.create(["Health"], changed=["Health"])


def update(dt):
    seen = [e.changed("Health") for e in entities]
    check.show(engine.frame(), seen, changed.column("Health.current").to_list())
    current = q.column("Health.current")
    if engine.frame() == 1:
        current.add(1, current.greater(2))
    elif engine.frame() == 2:
        # Reading is no change, nor is writing to a copy.
        check.show(current.sum(), current.copy().len(), current.equal(current).count())
        current.copy().set(0)
        current.set_at(entities[1], 20)
