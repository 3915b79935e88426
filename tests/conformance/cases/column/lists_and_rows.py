import check

entities = []
for i in range(1, 5):
    e = entity.create()
    entities.append(e)
    e.add("Health", {"current": i})
    # Those that have more lie elsewhere, but stand in the order of the query all the same.
    if i % 2 == 1:
        e.add("Speed")
q = query.create(["Health"])
current = q.column("Health.current")
check.show(current.to_list())
check.show(current.entities() == entities == q.entities())
current.set_list([10, 20, 30, 40])
check.show(current.to_list(), component.get(entities[2], "Health")["current"])
for i, e in enumerate(entities, start=1):
    current.set_at(e, current.get(e) + i)
check.show(current.to_list(), current.get(entities[1]))
entities[1].handle("Health").current = 5
check.show(current.get(entities[1]), current.to_list())
odd = query.create(["Health", "Speed"]).column("Health.current")
odd.set_list((1, 3))
check.show(current.to_list(), odd.to_list())
