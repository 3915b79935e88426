import check

e = entity.create()
e.add("Stats", {"tint": [1, 2, 3], "offset": (4, 5), "facing": [0, 0, 1, 0]})
stats = e.get("Stats")
check.show(stats["tint"], stats["offset"], stats["facing"])
check.fails(component.set, e, "Stats", {"tint": [1, 2]})
check.fails(component.set, e, "Stats", {"tint": [1, 2, "3"]})
check.fails(component.set, e, "Stats", {"tint": Vec2(1, 2)})
check.fails(component.set, e, "Stats", {"facing": Vec3(1, 2, 3)})
check.show(e.get("Stats")["tint"])
