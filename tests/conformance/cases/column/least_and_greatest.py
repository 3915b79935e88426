import check

list = []
for i, x in enumerate([3, 1, 4, 1, 5]):
    e = entity.create()
    list.append(e)
    e.add("Transform", {"translation": Vec3(x, -x, i + 1)})
    e.add("Stats", {"level": x, "speed": 10 - x})
q = query.create(["Transform", "Stats"])
place, x, level, speed = (q.column("Transform.translation"), q.column("Transform.translation.x"), q.column("Stats.level"),
                          q.column("Stats.speed"))

# The entity of the least or greatest row; of several, the first.
check.show(x.argmin() == list[1], x.argmax() == list[4], level.argmin() == list[1], speed.argmax() == list[1])
check.show(x.argmin(x.greater(1)) == list[0], level.argmax(level.less(5)) == list[2])
check.show(level.argmin(level.greater(5)), query.create(["Relic"]).column("Relic.power").argmax())
# What is no number is never the least.
none = x.copy()
none.sub(1)
none.div(none)
check.show(none.argmin() == list[0], none.argmax() == list[0])
check.fails(place.argmin)
check.fails(q.column("Stats.alive").argmax)

# The lesser or greater of each row and something.
x.minimum(3)
check.show(x.to_list())
x.maximum(speed)
check.show(x.to_list())
level.minimum(4, level.greater(1))
check.show(level.to_list())
level.maximum(level)
level.maximum(value=2)
check.show(level.to_list())
place.minimum(Vec3(7, -2, 3))
check.show(place.to_list())
place.maximum(2)
check.show(place.to_list())
check.fails(place.minimum, "up")
check.fails(level.maximum, 1.5)
check.fails(place.maximum, level.equal(2))

# NaN is neither less nor greater, and not passed over: a component refuses it, numbers of one's own take it.
nan = float("nan")
check.fails(x.minimum, nan)
check.fails(place.maximum, Vec3(0, nan, 0))
check.fails(x.maximum, none)
none.maximum(7)
own = x.copy()
own.minimum(nan, own.less(6))
check.show(none.to_list(), own.to_list(), own.min(), own.max())
check.show(x.to_list())
