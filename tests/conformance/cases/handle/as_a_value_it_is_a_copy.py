import check

a, b = entity.create(), entity.create()
a.add("Health", {"current": 5, "max": 10})
b.add("Health", a.handle("Health"))
a.handle("Health").current = 1
check.show(b.get("Health"))
b.data().saved = a.handle("Health")
a.handle("Health").current = 2
check.show(b.data().saved())
