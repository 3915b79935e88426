import check

for i in range(1, 5):
    e = entity.create()
    e.add("Transform", {"translation": Vec3(i, -i, 0.5)})
    e.add("Stats", {"level": i, "speed": i})
q = query.create(["Transform", "Stats"])
place, level = q.column("Transform.translation"), q.column("Stats.level")
check.show(place.sum(), place.mean(), place.min(), place.max())
check.show(level.sum(), level.mean(), level.min(), level.max())
check.show(place.dot(Vec3(1, 0, 2)).to_list(), place.dot(place).sum())

# What is computed is a column of its own numbers.
copy = place.copy()
copy.scale(2)
copy.set_at(q.first(), Vec3(9, 9, 9))
check.show(copy.to_list(), place.sum(), copy.get(q.first()))
length = place.length()
length.add(level)
check.show(length.to_list(), length.mean() > 0, copy == copy, copy == place.copy())

# A query may find nothing.
none = query.create(["Relic"]).column("Relic.power")
none.add(1)
none.set_list([])
check.show(none.len(), none.to_list(), none.sum(), none.mean(), none.min(), none.max(), none.entities())
