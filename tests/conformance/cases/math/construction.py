import check

check.show(Vec2(1, 2), Vec3(1.5, -2.5, 1e10), Quat(0, 0, 0, 1))
check.show(Vec2(), Vec3(), Quat())
check.fails(Vec3, "a", 1, 2)
check.fails(Vec2, 1, {})
check.fails(Vec3, 1, 2)
check.fails(Vec2, 1, 2, 3)
check.fails(Quat, 1, 2)
check.fails(Vec3, 1e300, 0, 0)
