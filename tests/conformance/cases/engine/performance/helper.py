def on_start(e):
    entity.find_in_radius(Vec3(0, 0, 0), -1)
