import check

e = entity.create()
e.add("Bag")
check.show(e.get("Bag"))
e.set("Bag", {"items": ["sword", "rope"], "counts": {"arrows": 12, "coins": 3}})
check.show(e.get("Bag"))
e.set("Bag", {"items": []})
check.show(e.get("Bag"))
check.fails(component.set, e, "Bag", {"items": ["sword", 5]})
check.fails(component.set, e, "Bag", {"items": "sword"})
check.fails(component.set, e, "Bag", {"counts": {"arrows": "many"}})
check.show(e.get("Bag"))
