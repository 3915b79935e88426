import check

a, b = Vec3(1, 2, 2), Vec3(3, 0, 4)
check.show(a.length(), a.length_squared(), b.normalize(), a.dot(b), a.cross(b))
check.show(Vec3(0, 0, 0).distance(a), a.lerp(b, 0.5), a.min(b), a.max(b))
c, d = Vec2(3, 4), Vec2(6, 0)
check.show(c.length(), c.length_squared(), d.normalize(), c.dot(d), Vec2(0, 0).distance(c), c.lerp(d, 0.5))
check.show(c.min(d), c.max(d))
copy = a.copy()
copy.x = 100
check.show(a, copy)
# What has no length has no direction.
check.show(Vec3(0, 0, 0).normalize(), Vec2(0, 0).normalize())
# As functions of the type, too.
check.show(Vec3.dot(a, b), Vec2.length(c))
check.fails(a.lerp, b)
check.fails(a.lerp, b, "half")
check.fails(a.length, 1)
check.fails(Vec3.dot, c, a)
check.fails(Vec3.cross)
