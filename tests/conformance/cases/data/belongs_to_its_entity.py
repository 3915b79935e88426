import check

a, b = entity.create(), entity.create()
a.data().hp = 1
b.data().hp = 2
check.show(a.data().hp, b.data().hp)
a.destroy()
c = entity.create()
check.show(b.data().hp, c.data().hp)
