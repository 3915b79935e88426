import check

e = entity.create()
# A relic has no default: all of it must be given.
check.fails(component.add, e, "Relic")
check.fails(component.add, e, "Relic", {"power": 1})
e.add("Relic", {"power": 1, "owner": "nobody"})
check.show(e.get("Relic"))
e.set("Relic", {"power": 2})
check.show(e.get("Relic"))
