# frames: 4
import check


def on_start():
    global e
    # Not known before a script defines it.
    check.fails(entity.create_from_template, "knight")
    component.define("Armour", {"layers": 1, "weight": 12.5, "owner": "Entity", "plates": "list", "at": "Vec2"})
    e = entity.create()
    e.attach("other.py")


def update(dt):
    if engine.frame() == 0:
        e.add("Armour", {"owner": e})
    elif engine.frame() == 1:
        check.show(e.get("Armour")["weight"], e.changed("Armour"), len(component.find_changed("Armour")))
    elif engine.frame() == 2:
        knight = entity.create_from_template("knight")[0]
        armour = knight.handle("Armour")
        check.show(armour.layers, armour.plates, armour.weight, armour.owner.is_valid())
        # The defaults of the last definition count from then on; its fields stay.
        component.define("Armour", {"layers": 2, "weight": 1.5, "owner": "Entity", "plates": "list", "at": "Vec2"})
        third = entity.create()
        third.add("Armour", {})
        check.show(third.get("Armour")["layers"], armour.layers)
