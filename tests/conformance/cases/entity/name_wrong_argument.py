import check

e = entity.create()
check.fails(entity.name)
check.fails(entity.name, "Hero")
check.fails(entity.name, check.dead())
check.fails(entity.set_name, e)
check.fails(entity.set_name, e, None)
check.fails(entity.set_name, e, 5)
check.fails(entity.set_name, "Hero", e)
check.fails(entity.set_name, check.dead(), "Hero")
check.show(e.name())
