import check

e = entity.create()
# It is its field: no dictionary around it is needed.
e.add("Speed", 2.5)
check.show(e.get("Speed"))
e.set("Speed", 3)
check.show(e.get("Speed"))
e.set("Speed", {"value": 3.5})
check.show(e.get("Speed"))
speed = e.handle("Speed")
speed.value = 4
check.show(speed.value, e.get("Speed"))
check.fails(component.set, e, "Speed", {"speed": 1})
check.fails(component.set, e, "Speed", "fast")
check.fails(setattr, speed, "speed", 1)
