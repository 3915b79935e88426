import check

e = entity.create()
data = e.data()
data.hp = 5
data.home = {"x": 1}
home = data.home
e.destroy()
check.fails(lambda: data.hp)
check.fails(setattr, data, "hp", 1)
check.fails(lambda: home.x)
check.fails(data)
check.fails(entity.data)
check.fails(entity.data, e)
check.fails(entity.data, "e")
