import check

e = entity.create()
check.fails(component.handle)
check.fails(component.handle, e)
check.fails(component.handle, e, 1)
check.fails(component.handle, e, "Helth")
check.fails(component.handle, e, "Health")
check.fails(component.handle, "e", "Health")
check.fails(component.handle, check.dead(), "Health")
