import check

a, b, without = entity.create(), entity.create(), entity.create()
a.add("Transform")
b.add("Transform")
up = Vec3(0, 1, 0)
check.fails(component.set_positions, [a, b], [up])
check.fails(component.set_positions, [a], [up, up])
check.fails(component.set_positions, [a, check.dead()], [up, up])
check.fails(component.set_positions, [a, without], [up, up])
check.fails(component.set_positions, [a, b], [up, 5])
check.show(a.get_position(), b.get_position())
