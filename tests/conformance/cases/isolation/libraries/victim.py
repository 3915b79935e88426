def update(e, dt):
    created = "true" if entity.create().is_valid() else "false"
    print(created, "xxx".lower(), "y" * 2, 3 // 2, Vec3(1, 1, 1) + Vec3(1, 2, 3), sep="\t")
    numbers = []
    numbers.append(1)
    print(len(numbers), engine.frame(), "true" if component.has(e, "Transform") else "false", sep="\t")
