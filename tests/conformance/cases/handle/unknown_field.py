# A handle's fields are attributes, and what is no name cannot be one: that is Python's own TypeError.
import operator

import check

e = entity.create()
e.add("Health")
e.add("Stats")
health, stats = e.handle("Health"), e.handle("Stats")
check.fails(lambda: health.curent)
check.fails(setattr, health, "curent", 5)
check.fails(lambda: health.zebra)
check.fails(lambda: stats.armor.layer)
check.fails(setattr, stats.armor, "layer", 1)
check.fails_somehow(lambda: health[1])
check.fails_somehow(operator.setitem, health, 1, 2)
check.fails_somehow(getattr, health, {})
