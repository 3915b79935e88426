import check

a, b = entity.create(), entity.create()
a.add("Health")
b.add("Health")
a.add("Transform")
check.show(a.handle("Health") == a.handle("Health"), a.handle("Health") == b.handle("Health"))
check.show(a.handle("Health") == a.handle("Transform"))
