import check

old = entity.create()
old.set_name("old")
old.destroy()
new = [entity.create() for _ in range(50)]
check.show(old.is_valid())
for e in new:
    if e == old:
        print("the dead is back")
    if e.name():
        print("it has the dead one's name")
check.fails(entity.name, old)
