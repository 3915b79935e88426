import check

e = entity.create()
e.add("Health")
check.show(component.remove(e, "Health"), e.has("Health"), e.remove("Health"))
check.fails(component.remove)
check.fails(component.remove, e)
check.fails(component.remove, e, 1)
check.fails(component.remove, e, "Helth")
check.fails(component.remove, check.dead(), "Health")
