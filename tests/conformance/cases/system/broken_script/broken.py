system.register("left behind", lambda dt: print("never"))
entity.find_in_radius(Vec3(0, 0, 0), -1)
