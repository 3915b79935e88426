import check

a, b = entity.create(), entity.create()
check.show(entity.destroy(a))
check.show(entity.is_valid(a), entity.is_valid(b))
b.destroy()
check.show(b.is_valid())
