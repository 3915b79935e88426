import check

a, b = entity.create(), entity.create()
check.show(entity.find_by_name("Hero"))
b.set_name("Hero")
check.show(entity.find_by_name("Hero") == b)
a.set_name("Hero")
check.show(entity.find_by_name("Hero") == a)
a.set_name("hero")
check.show(entity.find_by_name("Hero") == b, entity.find_by_name("hero") == a)
b.destroy()
check.show(entity.find_by_name("Hero"))
check.fails(entity.find_by_name)
check.fails(entity.find_by_name, 1)
