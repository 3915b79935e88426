import check

e = entity.create()
check.show(e.list())
e.add("Speed", 5)
e.add("Health")
e.set_name("Hero")
check.show(e.list())
e.remove("Health")
e.data()["hp"] = 1
e.add_tag("x")
check.show(component.list(e))
# All of them are names that the other functions take.
for name in e.list():
    assert e.has(name) and e.get(name) is not None
check.fails(component.list, check.dead())
check.fails(component.list, None)
check.fails(component.list, "e")
check.fails(component.list)
check.fails(component.list, e, e)
