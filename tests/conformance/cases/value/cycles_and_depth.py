import check


def back(value):
    return engine.setting("none", value)


loop = {}
loop["self"] = loop
check.fails(back, loop)
deep = 0
for _ in range(10000):
    deep = {"inner": deep}
check.fails_somehow(back, deep)
fine = 0
for _ in range(90):
    fine = {"inner": fine}
depth, at = 0, back(fine)
while isinstance(at, dict):
    at, depth = at["inner"], depth + 1
check.show(depth)
