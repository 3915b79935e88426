import check

e = entity.create()
e.add("Health", {"current": 5, "max": 10})
e.add("Stats")
e.add("Transform")
health, armor, place = e.handle("Health"), e.handle("Stats").armor, e.handle("Transform").translation
e.remove("Health")
e.remove("Stats")
e.remove("Transform")
check.fails(lambda: health.current)
check.fails(setattr, health, "current", 1)
check.fails(lambda: armor.value)
check.fails(setattr, armor, "value", 1)
check.fails(setattr, place, "x", 1)
# It is a handle to "the Health of e": when there is one again, it works again.
e.add("Health", {"current": 3, "max": 4})
check.show(health.current)
