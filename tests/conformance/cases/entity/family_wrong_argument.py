import check

a, b, c, dead = entity.create(), entity.create(), entity.create(), check.dead()
b.set_parent(a)
c.set_parent(b)
check.fails(entity.set_parent, a, c)
check.fails(entity.set_parent, a, b)
check.fails(entity.set_parent, a, a)
check.fails(entity.set_parent, a, dead)
check.fails(entity.set_parent, dead, a)
check.fails(entity.set_parent, dead, None)
check.fails(entity.parent, dead)
check.fails(entity.children, dead)
check.fails(entity.set_parent, a, "b")
check.fails(entity.set_parent, None, b)
check.fails(entity.parent, 5)
check.fails(entity.children, None)
check.fails(entity.set_parent)
check.fails(entity.parent)
check.fails(entity.parent, a, b)
check.fails(entity.children, a, b)
check.show(a.parent(), b.parent() == a, c.parent() == b)
# As deep as a family may be.
top = entity.create()
bottom = top
for _ in range(255):
    e = entity.create()
    e.set_parent(bottom)
    bottom = e
check.fails(entity.set_parent, a, bottom)
check.fails(entity.set_parent, top, c)
check.show(a.parent(), top.parent())
