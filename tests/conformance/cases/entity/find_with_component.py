import check

a, b, c = entity.create(), entity.create(), entity.create()
check.show(entity.find_with_component("Health"))
b.add("Health")
c.add("Health")
a.add("Health")
found = entity.find_with_component("Health")
check.show(len(found), found[0] == a, found[1] == b, found[2] == c)
b.remove("Health")
c.destroy()
found = entity.find_with_component("Health")
check.show(len(found), found[0] == a)
