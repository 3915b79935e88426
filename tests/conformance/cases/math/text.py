print(Vec2(1, 2))
print(str(Vec3(0.5, -2, 1e10)))
print(repr(Quat(0, 0, 0, 1)))
print(f"{Vec3(1, 2, 3)}")
# Very large and very small numbers have an exponent.
print(Vec3(1e38, -1.5e-7, 0.00001))
print(Vec3(1e38, 1e15, float("inf")) * -1)
