import check

e = entity.create()
e.add("Health", {"current": 5, "max": 10})
health = e.handle("Health")
# Each of these moves the component to another place in memory.
e.add("Stats")
e.add_tag("moved")
e.data().moved = True
for i in range(1, 101):
    entity.create().add("Health", {"current": i})
e.remove("Stats")
check.show(health.current, health.max)
health.current = 6
check.show(e.get("Health"))
