import check


def f():
    pass


component.define("Old", {"a": "int", "b": "float"})
check.fails(component.define)
check.fails(component.define, None, {})
check.fails(component.define, 5, {})
check.fails(component.define, "New", None)
check.fails(component.define, "New", 5)
check.fails(component.define, "New", {"a": 1}, 5)
check.fails(component.define, "New", {"a": 1}, "doc", 1)
# Names.
check.fails(component.define, "", {"a": 1})
check.fails(component.define, "a-b", {"a": 1})
check.fails(component.define, "1a", {"a": 1})
check.fails(component.define, "été", {"a": 1})
check.fails(component.define, "a" * 101, {"a": 1})
check.fails(component.define, "a" * 1000000, {"a": 1})
check.fails(component.define, "Transform", {"a": 1})
check.fails(component.define, "Armor", {"a": 1})
check.fails(component.define, "New", {"": 1})
check.fails(component.define, "New", {"a b": 1})
# Fields.
check.fails(component.define, "New", {})
check.fails(component.define, "New", {f"f{i}": "int" for i in range(10000)})
check.fails(component.define, "New", {"a": "flot"})
check.fails(component.define, "New", {"a": "orc"})
check.fails(component.define, "New", {"a": ""})
check.fails(component.define, "New", {"a": f})
check.fails(component.define, "New", {"a": {}})
check.fails(component.define, "New", {"a": {"typ": "int"}})
check.fails(component.define, "New", {"a": {"x": 1}})
check.fails(component.define, "New", {"a": {"doc": "no type"}})
check.fails(component.define, "New", {"a": {"type": 5}})
check.fails(component.define, "New", {"a": {"type": "int", "doc": 5}})
check.fails(component.define, "New", {"a": {"type": "int", "default": "one"}})
check.fails(component.define, "New", {"a": {"type": "int", "default": 1.5}})
check.fails(component.define, "New", {"a": {"type": "float", "default": float("nan")}})
check.fails(component.define, "New", {"a": {"type": "list", "default": [f]}})
check.fails(component.define, "New", {"a": {"type": "table", "default": 5}})
# Another shape.
check.fails(component.define, "Old", {"a": "float", "c": "int"})
check.fails(component.get, entity.create(), "New")
