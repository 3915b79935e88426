import check

e = entity.create()
e.add("Health", {"current": 5, "max": 10})
check.fails(component.add, e, "Health", {"current": "much"})
check.show(e.get("Health"))
