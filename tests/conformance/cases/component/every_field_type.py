import check

e, other = entity.create(), entity.create()
e.add("Stats")
NAMES = ["level", "name", "speed", "alive", "tint", "offset", "facing"]


def show():
    stats = e.get("Stats")
    for name in NAMES:
        print(f"{name} = {check.text(stats[name])}")
    # A field that holds nothing may be left out of a dictionary.
    target = stats.get("target")
    print("target =", "other" if target == other else check.text(target))


show()
e.set("Stats", {
    "level": -7, "name": "Ünal", "speed": 0.1, "alive": True, "target": other,
    "tint": Vec3(1, 2, 3), "offset": Vec2(4, 5), "facing": Quat(0, 1, 0, 0),
})
show()
