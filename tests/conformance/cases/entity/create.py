import check

a, b = entity.create(), entity.create()
check.show(a.is_valid(), b.is_valid(), a == b, a != b)
check.show(a.name(), a.tags(), component.get(a, "Transform"))
check.fails(entity.create, 1)
check.fails(entity.create, None)
check.fails(entity.create, a, b)
