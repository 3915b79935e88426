import check

for i in range(1, 4):
    e = entity.create()
    e.add("Transform", {"translation": Vec3(i, 10 * i, 0)})
    e.add("Stats", {"tint": Vec3(0, 1, i), "speed": i / 2})
entity.create().add("Transform")

q = query.create(["Transform", "Stats"])
place, velocity, speed = q.column("Transform.translation"), q.column("Stats.tint"), q.column("Stats.speed")
check.show(len(q.entities()), place.len(), str(place))
place.add(Vec3(1, 0, 0))
check.show(place.to_list())
place.sub(velocity)
check.show(place.to_list())
place.add_scaled(velocity, factor=0.5)
check.show(place.to_list())
place.add_scaled(velocity, speed)
check.show(place.to_list())
place.mul(Vec3(1, 0, 2))
check.show(place.to_list())
place.mul(speed)
check.show(place.to_list())
place.div(2)
check.show(place.to_list())
place.scale(4)
check.show(place.to_list())
place.clamp(0, Vec3(2, 2, 20))
check.show(place.to_list())
place.normalize()
check.show(place.length().to_list())
place.set(Vec3(3, 4, 0))
check.show(place.to_list(), place.length().to_list())
place.set(velocity)
check.show(place.to_list())
# Vectors and numbers may be given as elsewhere.
place.set((1, 2, 3))
check.show(place.to_list())

# One number of a vector is a column as well.
x = q.column("Transform.translation.x")
x.add(speed)
x.scale(10)
check.show(x.to_list(), place.to_list())

# Both sides may be the same.
place.add(place)
place.sub(place)
check.show(place.to_list())
