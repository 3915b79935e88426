import check

entities = []
for i in range(1, 4):
    e = entity.create()
    entities.append(e)
    e.add("Health", {"current": i})
q = query.create(["Health"])
current = q.column("Health.current")
mask = current.less(3)
copy = current.copy()

# Who is not of the query may come and go.
entity.create().destroy()
entity.create().add("Speed")
check.show(current.to_list())

entities[0].destroy()
check.fails(current.add, 1)
check.fails(current.to_list)
check.fails(current.len)
check.fails(mask.count)
check.fails(copy.sum)
check.show(component.get(entities[1], "Health")["current"])

current = q.column("Health.current")
check.fails(current.add, 1, mask)
check.fails(current.add, copy)
entities[1].add("Speed")
check.fails(current.add, 1)
current = q.column("Health.current")
entities[1].remove("Speed")
entities[2].set("Health", {"current": 30})
check.fails(current.get, entities[2])
current = q.column("Health.current")
new = entity.create()
new.add("Health", {"current": 4})
# A column does not grow: its entities are still where they were.
check.show(current.to_list(), q.column("Health.current").to_list())
