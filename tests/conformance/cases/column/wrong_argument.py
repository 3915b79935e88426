import check

e = entity.create()
e.add("Transform")
e.add("Stats")
other = entity.create()
other.add("Transform")
q = query.create(["Transform", "Stats"])
place, level, speed = q.column("Transform.translation"), q.column("Stats.level"), q.column("Stats.speed")
alive, facing = q.column("Stats.alive"), q.column("Stats.facing")
places = query.create(["Transform"]).column("Transform.translation")

# Each function that takes a value, with what it cannot take.
for name in ["add", "sub", "mul", "div", "set", "dot", "equal", "not_equal"]:
    f = getattr(place, name)
    for value in ["up", True, e, {}, places, speed, q]:
        check.fails(f, value)
    check.fails(f, None)
    check.fails(f)
for value in ["up", True, e, [1, 2, 3], Vec3(1, 1, 1), places, place, q]:
    check.fails(place.scale, value)
    check.fails(place.add_scaled, place, value)
    check.fails(place.clamp, value, 5)
    check.fails(place.clamp, 5, value)
    check.fails(speed.less, value)
    check.fails(level.add, value)
    check.fails(level.greater, value)
    check.fails(alive.set, value)
    check.fails(facing.mul, value)
for name in ["less", "less_equal", "greater", "greater_equal"]:
    check.fails(getattr(place, name), 1)
    check.fails(getattr(alive, name), True)
    check.fails(getattr(speed, name))
check.fails(place.add_scaled, places, 1)
check.fails(place.add_scaled, speed, 1)
check.fails(place.add_scaled, 5, 1)
check.fails(place.add_scaled, place)
check.fails(place.add_scaled)
check.fails(place.clamp, 5, 1)
check.fails(place.clamp, Vec3(0, 5, 0), Vec3(9, 1, 9))
check.fails(level.clamp, 0.5, 1)
check.fails(level.clamp, 5, 1)
check.fails(place.clamp, 5)

# What only some columns have.
for name in ["normalize", "length"]:
    check.fails(getattr(speed, name))
    check.fails(getattr(alive, name))
check.fails(speed.dot, speed)
for name in ["inverse", "count"]:
    check.fails(getattr(speed, name))
for name in ["both", "either"]:
    check.fails(getattr(speed, name), alive)
    check.fails(getattr(alive, name), speed)
    check.fails(getattr(alive, name), True)
    check.fails(getattr(alive, name))
for name in ["sum", "mean", "min", "max"]:
    check.fails(getattr(alive, name))
check.fails(alive.add, True)
check.fails(alive.scale, 1)
check.fails(alive.clamp, False, True)

# Masks.
check.fails(place.add, Vec3(1, 1, 1), speed)
check.fails(place.add, Vec3(1, 1, 1), True)
check.fails(place.set, Vec3(1, 1, 1), places.equal(places))
check.fails(place.to_list, speed)
check.fails(place.entities, place)
check.fails(speed.sum, speed)
check.fails(place.normalize, 1)

# Lists and rows.
check.fails(speed.set_list, [])
check.fails(speed.set_list, [1, 2])
check.fails(speed.set_list, ["up"])
check.fails(speed.set_list, 5)
check.fails(speed.set_list)
check.fails(alive.set_list, [1])
check.fails(level.set_list, [0.5])
check.fails(place.set_list, [[1, 2]])
check.fails(speed.get, other)
check.fails(speed.get, check.dead())
check.fails(speed.get, 1)
check.fails(speed.get)
check.fails(speed.set_at, other, 1)
check.fails(speed.set_at, e, "up")
check.fails(speed.set_at, e)
check.fails(speed.len, 1)
check.fails(speed.copy, 1)
check.fails(lambda: speed.lenght())
check.fails(setattr, speed, "size", 5)
check.show(place.to_list(), level.to_list(), speed.to_list(), alive.to_list(), facing.to_list())
