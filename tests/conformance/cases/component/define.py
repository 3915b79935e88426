import check

component.define("Shield", {
    "strength": 100.0,
    "layers": 2,
    "up": True,
    "name": "string",
    "facing": {"type": "Vec3", "default": Vec3(0, 0, 1)},
    "parts": {"type": "list", "doc": "What it is made of."},
}, "Keeps things out.")

# It is a component like any other.
e = entity.create()
e.add("Shield", {"strength": 5})
check.show(e.get("Shield"))
check.show(e.has("Shield"), entity.create().has("Shield"), len(entity.find_with_component("Shield")))
check.show(component.list(e))

# Through a handle.
shield = e.handle("Shield")
check.show(shield.strength, shield.layers, shield.up, shield.name, shield.facing, shield.parts)
shield.strength += 0.5
shield.layers = 3
shield.up = False
shield.name = "oak"
shield.facing.x = 7
shield.parts = ["rim", 2, ["boss"]]
check.show(e.get("Shield"))
e.set("Shield", {"name": "elm", "parts": []})
check.show(shield.name, shield.parts, shield.strength)

# A copy is its own.
copy = entity.clone(e)
copy.handle("Shield").name = "ash"
check.show(e.get("Shield")["name"], copy.get("Shield")["name"], copy.get("Shield")["strength"])

check.show(e.remove("Shield"))
check.show(e.remove("Shield"), e.get("Shield"))
check.fails(lambda: shield.strength)

described = component.describe("Shield")
check.show(described["name"], described["doc"])
for field in described["fields"]:
    check.show(field["name"], field["type"], field["doc"], field["variants"])
