local check = require "check"
local function round(v)
    return string.format("%.4f %.4f %.4f", v.x + 0.0, v.y + 0.0, v.z + 0.0)
end
local quarter = Quat.from_axis_angle(Vec3.Y, math.pi / 2)
print(round(quarter * Vec3(1, 1, 0.5)))
print(round(quarter:rotate(Vec3(1, 1, 0.5))))
print(round((quarter * quarter) * Vec3(1, 1, 0.5)))
print(round(quarter:inverse() * (quarter * Vec3(1, 2, 3))))
print(round(Quat.IDENTITY:slerp(quarter, 0.5) * Vec3(2, 1, 0.5)))
print(string.format("%.4f %.4f", quarter:length(), quarter:dot(quarter)))
-- About the axis of any length.
print(round(Quat.from_axis_angle(Vec3(0, 10, 0), math.pi / 2) * Vec3(1, 1, 0.5)))
print(round(Quat.from_euler(0, math.pi / 2, 0) * Vec3(1, 1, 0.5)))
check.show(Quat(0, 0, 0, 2):normalize())
check.fails(Quat.from_axis_angle, Vec3.ZERO, 1)
check.fails(Quat.from_axis_angle, 1, Vec3.Y)
check.fails(Quat.from_euler, 1, 2)
check.fails(Quat(0, 0, 0, 0).normalize, Quat(0, 0, 0, 0))
