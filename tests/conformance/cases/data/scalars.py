import check

e = entity.create()
data = e.data()
check.show(data.hp)
data.hp = 5
data.speed = 2.5
data.name = "Hero"
data.alive = True
data.dead = False
check.show(data.hp, data.speed, data.name, data.alive, data.dead, data.zebra)
data.hp -= 1
check.show(entity.data(e).hp)
data.hp = None
check.show(data.hp, e.data()())
