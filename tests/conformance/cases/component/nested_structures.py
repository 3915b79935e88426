import check

e = entity.create()
e.add("Stats", {"level": 3, "armor": {"value": 2.5}})
check.show(e.get("Stats")["armor"])
e.set("Stats", {"armor": {"layers": 4}})
check.show(e.get("Stats")["armor"], e.get("Stats")["level"])
check.fails(component.set, e, "Stats", {"armor": {"layer": 4}})
check.fails(component.set, e, "Stats", {"armor": 4})
check.fails(component.set, e, "Stats", {"armor": {"value": "thick"}})
check.show(e.get("Stats")["armor"])
