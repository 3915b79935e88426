import check

e = entity.create()
check.show(component.add(e, "Health"))
check.show(component.get(e, "Health"))
e.add("Stats")
check.show(e.get("Stats")["level"], e.get("Stats")["name"])
# A value fills in some fields; the others keep the type's default.
e.add("Health", {"current": 5})
check.show(e.get("Health"))
# Added again, it is replaced.
e.add("Health", value={"max": 7})
check.show(e.get("Health"))
e.add("Health", None)
check.show(e.get("Health"))
