import check


def write(armour, name, value):
    setattr(armour, name, value)


def update(e, dt):
    if not e.has("Armour"):
        return
    armour = e.handle("Armour")
    check.show(armour.layers, armour.weight, armour.owner == e, armour.plates, armour.at)
    armour.weight *= 2
    armour.at.y += 1
    armour.plates = ["rim"]
    check.fails(write, armour, "weight", "heavy")
    check.fails(write, armour, "weight", float("nan"))
    check.fails(write, armour, "owner", 5)
    check.fails(lambda: armour.layrs)
    e.set("Armour", {"layers": 3})
