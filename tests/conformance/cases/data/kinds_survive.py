import math

import check

BIGGEST, SMALLEST = 2**63 - 1, -2**63
e, other = entity.create(), entity.create()
data = e.data()
data.int, data.float, data.whole = 7, 7.5, 7.0
data.big, data.small = BIGGEST, SMALLEST
data.tiny, data.huge, data.nan = 5e-324, math.inf, math.nan
data.zero = -0.0
data.text, data.nul, data.none = "ü 🐉", "a\0b", ""
data.v2, data.v3, data.q = Vec2(1, 2), Vec3(1, 2, 3), Quat(0, 1, 0, 0)
data.who = other
check.show(data.int, data.float, data.whole)
check.show(data.big == BIGGEST, data.small == SMALLEST)
# Division by zero is an error here, so the sign of zero is asked for.
check.show(data.tiny, data.huge, data.nan, math.copysign(math.inf, data.zero))
check.show(data.text, data.nul, data.none)
check.show(data.v2, data.v3, data.q, data.who == other)
