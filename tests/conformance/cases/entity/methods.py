import check

e = entity.create()
# What takes an entity first is a method of entities, whatever its module.
e.set_name("Hero")
e.add("Transform")
e.set_position(Vec3(1, 2, 3))
check.show(e.name(), e.has("Transform"), e.get_position())
check.fails(e.set_position)
check.fails(e.set_position, "up")
check.fails(component.set_position)
check.fails(lambda: e.set_positon(Vec3(1, 2, 3)))
check.fails(lambda: e.hp)
check.fails(setattr, e, "hp", 5)
