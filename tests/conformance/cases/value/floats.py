import math

import check

KINDS = {int: "integer", float: "float"}


def back(value):
    return engine.setting("none", value)


for n in (0.0, 1.0, -1.5, 0.1, 1e-320, 1e308, 2.0**53, math.pi):
    check.show(back(n) == n, KINDS[type(back(n))])
# Division by zero is an error here, so the sign of zero is asked for.
check.show(back(math.inf), back(-math.inf), back(math.nan), math.copysign(math.inf, back(-0.0)))
