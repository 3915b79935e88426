import check

e = entity.create()
e.add("Health", {"current": 5, "max": 10})
health = e.handle("Health")
check.show(health.current, health.max)
health.current = 7.5
health.max += 1
check.show(health.current, health.max, e.get("Health"))
# The handle is no copy: it sees what others write.
e.set("Health", {"current": 1})
check.show(health.current)
e.add("Health", {"current": 2})
check.show(health.current, component.handle(e, "Health").current)
