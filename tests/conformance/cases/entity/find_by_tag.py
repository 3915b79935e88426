import check

check.show(entity.find_by_tag("enemy"))
a, b, c = entity.create(), entity.create(), entity.create()
c.add_tag("enemy")
a.add_tag("enemy")
b.add_tag("friend")
found = entity.find_by_tag("enemy")
check.show(len(found), found[0] == a, found[1] == c)
a.destroy()
c.remove_tag("enemy")
check.show(entity.find_by_tag("enemy"))
check.fails(entity.find_by_tag)
check.fails(entity.find_by_tag, 7)
