print(tostring(Vec2(1, 2)))
print(tostring(Vec3(0.5, -2, 1e10)))
print(tostring(Quat(0, 0, 0, 1)))
print(Vec3(1, 2, 3))
