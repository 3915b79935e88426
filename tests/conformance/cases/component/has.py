import check

e = entity.create()
check.show(component.has(e, "Health"))
e.add("Health")
check.show(component.has(e, "Health"), e.has("Health"), e.has("Stats"))
check.fails(component.has)
check.fails(component.has, e)
check.fails(component.has, e, False)
check.fails(component.has, e, "Zebra")
check.fails(component.has, check.dead(), "Health")
