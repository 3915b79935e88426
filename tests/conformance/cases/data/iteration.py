import check

e = entity.create()
data = e.data()
data.path = [10, 20, 30]
data.bag = {"rope": 1, "lamp": 2, "sword": 3}
for i, place in enumerate(data.path, start=1):
    check.show(i, place)
# The names come in the order of the alphabet.
for name in data.bag:
    check.show(name, data.bag[name])
for i in range(len(data.path)):
    check.show(i + 1, data.path[i])
data.empty = {}
for name in data.empty:
    check.show(name)
