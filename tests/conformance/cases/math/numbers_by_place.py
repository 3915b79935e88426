import check

# Places count from 0, as in every list of Python, and from the end below.
v, q = Vec3(1, 2, 3), Quat(0, 0, 0, 1)
check.show(v[0], v[1], v[2], Vec2(4, 5)[1], q[-1])
v[0] = 7
v[2] += 0.5
check.show(v)


def write():
    v[3] = 1


check.fails_somehow(lambda: v[-4])
check.fails_somehow(write)
check.fails_somehow(lambda: Vec2()[2])
# One that was read from a component writes it.
e = entity.create()
component.add(e, "Transform")
e.set_position(Vec3(1, 2, 3))
t = e.handle("Transform")
t.translation[1] = 9
check.show(t.translation, e.get_position())
