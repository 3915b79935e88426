# Names that mean something in one language or another are names like any other.
import check

NAMES = [
    "Value", "Query", "Column", "array", "dictionary", "Component", "Data", "Callback", "Asset", "int", "class",
    "component", "print", "None", "nil", "__class__", "_", "_1", "opAssign", "Value_", "main", "F",
]
FIELDS = [
    "class", "in", "self", "entity", "value", "get_value", "set_value", "opIndex", "__init__", "__index", "nil", "None",
    "component", "int", "_", "_0", "fields", "keys", "x",
]
e = entity.create()
for name in NAMES:
    component.define(name, {field: 1 for field in FIELDS})
    e.add(name, {"self": 2, "in": 3})
    handle = e.handle(name)
    handle.x = 5
    value = e.get(name)
    check.show(name, value["self"], value["in"], value["x"], component.describe(name)["name"] == name)
check.show(len(component.list(e)))
# Scripts that are compiled from here on have types of those names.
e.attach("other.py")
check.show(script.call("other", "good", [e]))
