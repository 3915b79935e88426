import math


def update(e, dt):
    created = "true" if entity.create().is_valid() else "false"
    print(created, "XXX".lower(), "y" * 2, math.floor(1.5), Vec3(1, 1, 1) + Vec3(1, 2, 3), sep="\t")
    numbers = []
    numbers.append(1)
    print(len(numbers), engine.frame(), "true" if component.has(e, "Transform") else "false", sep="\t")
