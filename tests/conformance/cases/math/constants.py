import check

check.show(Vec2.ZERO, Vec2.ONE, Vec2.X, Vec2.Y)
check.show(Vec3.ZERO, Vec3.ONE, Vec3.X, Vec3.Y, Vec3.Z)
check.show(Quat.IDENTITY)
# Changing one changes that one.
up = Vec3.Y
up.x = 5
check.show(up, Vec3.Y)
check.fails(lambda: Vec3.W)
check.fails(lambda: Vec3.zero)
check.fails(lambda: Vec2.Z)
check.fails(lambda: Quat.from_axis_angel)
