import check

e = entity.create()
e.add("Health")
e.add("Transform")
health, place = e.handle("Health"), e.handle("Transform").translation
e.destroy()
# Someone else moves in where it was.
other = entity.create()
other.add("Health", {"current": 99})
check.fails(lambda: health.current)
check.fails(setattr, health, "current", 1)
check.fails(setattr, place, "x", 1)
check.show(other.get("Health")["current"])
