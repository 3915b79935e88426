local check = require "check"
check.show(Vec2(1.5), Vec3(2), Vec3(-1) * 2)
check.fails(Vec3, "a")
check.fails(Vec2, 1e300)
check.fails(Quat, 1)
