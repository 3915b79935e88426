import check

e = entity.create()
data = e.data()
data.home = {"x": 1, "chest": {"gold": 5}}
check.show(data.home.x, data.home.chest.gold)
data.home.chest.gold += 1
chest = data.home.chest
chest.silver = 2
check.show(e.data().home.chest())
# What was written is a copy: the list it came from is no longer part of it.
numbers = [1, 2]
data.list = numbers
numbers[0] = 100
check.show(data.list[0])
# A reference leads to a place: when that is gone, so is what it leads to.
data.home = None
check.show(chest.gold)
check.fails(setattr, chest, "gold", 1)
