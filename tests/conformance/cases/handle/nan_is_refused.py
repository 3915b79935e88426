import math

import check

nan, inf = math.nan, math.inf
e = entity.create()
e.add("Stats")
e.add("Transform")
stats, transform = e.handle("Stats"), e.handle("Transform")
check.fails(setattr, stats, "speed", nan)
check.fails(setattr, stats.armor, "value", nan)
check.fails(setattr, stats, "tint", Vec3(0, nan, 0))
check.fails(setattr, transform.translation, "x", nan)
check.fails(setattr, stats.armor, "value", 1e300)
stats.speed = inf
stats.armor.value = -inf
check.show(stats.speed, stats.armor.value, stats.tint, transform.translation)
