import check

KINDS = {int: "integer", float: "float"}
numbers = [engine.random() for _ in range(1000)]
low, high = min(numbers), max(numbers)
check.show(low >= 0, low < 0.05, high > 0.95, high < 1)
seen = {}
for _ in range(200):
    n = engine.random_int(-1, 1)
    seen[n] = KINDS[type(n)]
check.show([seen[n] for n in sorted(seen)])
check.show(engine.random_int(5, 5), KINDS[type(engine.random_int(min=-2**63, max=2**63 - 1))])
check.fails(engine.random_int)
check.fails(engine.random_int, 1)
check.fails(engine.random_int, 2, 1)
check.fails(engine.random_int, 1, 2.5)
check.fails(engine.random_int, "1", 2)
