import check

e = entity.create()
data = e.data()
loop = {}
loop["self"] = loop
check.fails(setattr, data, "loop", loop)
a, b = {}, {}
a["b"], b["a"] = b, a
check.fails(setattr, data, "loop", [[a]])


def nested(depth):
    value = 1
    for _ in range(depth):
        value = {"inner": value}
    return value


data.ok = nested(90)
# Where too much was noticed is not worth telling: the way there is what is wrong.
check.fails(setattr, data, "deep", nested(200))
check.fails_somehow(setattr, data, "deep", nested(10000))
inner = data.ok
for _ in range(50):
    inner = inner.inner
check.fails(setattr, inner, "inner", nested(60))
value, depth = data.ok(), 0
while isinstance(value, dict):
    value, depth = value["inner"], depth + 1
check.show(depth, value, data.loop, data.deep)
# The same list twice is no cycle.
shared = [1]
data.shared = [shared, shared]
check.show(data.shared())
