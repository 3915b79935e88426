import check

e = entity.create()
check.show(component.get(e, "Health"))
e.add("Health", {"current": 5, "max": 10})
copy = component.get(e, "Health")
check.show(copy)
# A copy, not the thing itself.
copy["current"] = 1
check.show(e.get("Health"))
check.fails(component.get)
check.fails(component.get, e)
check.fails(component.get, e, {})
check.fails(component.get, e, "Helth")
check.fails(component.get, check.dead(), "Health")
