system.register("left behind", function() print("never") end)
entity.find_in_radius(Vec3(0, 0, 0), -1)
