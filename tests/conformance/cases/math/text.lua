print(tostring(Vec2(1, 2)))
print(tostring(Vec3(0.5, -2, 1e10)))
print(tostring(Quat(0, 0, 0, 1)))
print(Vec3(1, 2, 3))
-- Very large and very small numbers have an exponent.
print(Vec3(1e38, -1.5e-7, 0.00001))
print(Vec3(1e38, 1e15, 1 / 0) * -1)
