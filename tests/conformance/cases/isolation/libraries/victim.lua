function update(e)
    print(entity.create():is_valid(), string.rep("x", 3), ("y"):rep(2), math.floor(1.5), Vec3(1, 1, 1) + Vec3(1, 2, 3))
    local list = {}
    table.insert(list, 1)
    print(#list, engine.frame(), component.has(e, "Transform"))
end
