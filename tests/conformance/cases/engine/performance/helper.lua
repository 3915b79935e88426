function on_start()
    entity.find_in_radius(Vec3(0, 0, 0), -1)
end
