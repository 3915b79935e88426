import check

e = entity.create()
e.add("Transform", {"translation": Vec3(1, 2, 3)})
e.add("Stats", {"offset": Vec2(1, 2), "facing": Quat(0, 0, 0, 1)})
transform, stats = e.handle("Transform"), e.handle("Stats")
transform.translation.x = 5
check.show(transform.translation, e.get_position())
stats.offset.y = 7
stats.facing.w = 2
check.show(stats.offset, stats.facing)
# Held in a variable, it is a picture of the moment it was read, and still writes to its own place.
place = transform.translation
e.set_position(Vec3(10, 20, 30))
check.show(place)
place.y = 6
check.show(place, e.get_position())
# What is computed from it is a value of its own.
total = place + Vec3(0, 0, 0)
total.z = 100
check.show(total, e.get_position())
