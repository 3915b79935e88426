import check

a, b, c = entity.create(), check.dead(), entity.create()
check.fails(entity.destroy_many, [a, b, c])
check.show(a.is_valid(), c.is_valid())
check.fails(entity.destroy_many, [a, c, "x"])
check.show(a.is_valid(), c.is_valid())
