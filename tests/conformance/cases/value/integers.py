import check

KINDS = {int: "integer", float: "float"}


def back(value):
    return engine.setting("none", value)


for n in (0, 1, -1, 2147483647, 2147483648, 9007199254740993, 2**63 - 1, -2**63):
    check.show(back(n) == n, KINDS[type(back(n))])
