import check

e = entity.create()
e.add("Health", {"current": 5, "max": 10})
check.show(component.set(e, "Health", {"current": 6}))
check.show(e.get("Health"))
e.set("Health", {"current": 1.5, "max": 2.5})
check.show(e.get("Health"))
e.set("Health", {})
check.show(e.get("Health"))
