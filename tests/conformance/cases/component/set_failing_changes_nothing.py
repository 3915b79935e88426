import check

e = entity.create()
e.add("Health", {"current": 5, "max": 10})
check.fails(component.set, e, "Health", {"current": 6, "max": "many"})
check.fails(component.set, e, "Health", {"current": 6, "zebra": 1})
check.show(e.get("Health"))
e.add("Stats", {"armor": {"value": 1, "layers": 2}})
check.fails(component.set, e, "Stats", {"armor": {"value": 3, "layers": 300}})
check.show(e.get("Stats")["armor"])
