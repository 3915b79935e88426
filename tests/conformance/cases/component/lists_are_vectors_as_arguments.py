import check

e, f = entity.create(), entity.create()
e.add("Transform")
f.add("Transform")
e.set_position([1, 2.5, 3])
f.set_rotation((0, 0, 1, 0))
check.show(e.get_position(), f.get_rotation())
component.set_positions([e, f], [(4, 5, 6), Vec3(7, 8, 9)])
check.show(e.get_position(), f.get_position())
check.show(len(entity.find_in_radius([4, 5, 6], 1)))
check.show(Vec3(1, 2, 3).dot([1, 1, 1]))
transform = e.handle("Transform")
transform.translation = [1, 1, 1]
check.show(e.get_position())
check.fails(component.set_position, e, [1, 2, float("nan")])
check.show(e.get_position())
