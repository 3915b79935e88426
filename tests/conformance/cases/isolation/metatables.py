# Types are Python's metatables. What all scripts share can be looked at, but not changed.
import check

e = entity.create()
e.add("Health")
for value in ("", e, Vec3.ONE, e.handle("Health"), e.data(), Quat.IDENTITY):
    check.fails_somehow(setattr, type(value), "vandal", 1)
check.fails_somehow(setattr, Vec3.ONE, "vandal", 1)
