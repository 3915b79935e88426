import math

import check

check.show(entity.find_in_radius(Vec3(0, 0, 0), 10))


def at(x, y, z):
    e = entity.create()
    e.add("Transform", {"translation": [x, y, z]})
    return e


far, near, right, left = at(0, 5, 0), at(1, 0, 0), at(3, 0, 0), at(-3, 0, 0)
entity.create()
# The nearest first, the border is in, and of those that are equally far the one that was made first.
found = entity.find_in_radius(Vec3(0, 0, 0), 3)
check.show(len(found), found[0] == near, found[1] == right, found[2] == left)
check.show(len(entity.find_in_radius(Vec3(0, 0, 0), 2.999)))
check.show(len(entity.find_in_radius(Vec3(0, 5, 0), 0)), entity.find_in_radius(Vec3(0, 5, 0), 0)[0] == far)
check.show(len(entity.find_in_radius(Vec3(0, 0, 0), math.inf)))
# What moves is found where it is.
far.set_position(Vec3(0, 0, 0.5))
check.show(entity.find_in_radius(Vec3(0, 0, 0), 3)[0] == far)
# A child is where its parent carries it.
left.set_parent(right)
check.show(len(entity.find_in_radius(Vec3(0, 0, 0), 3)))
right.set_position(Vec3(100, 0, 0))
found = entity.find_in_radius(Vec3(97, 0, 0), 0.5)
check.show(len(found), found[0] == left)
near.destroy()
check.show(len(entity.find_in_radius(Vec3(0, 0, 0), 3)))
