import math

import check

e = entity.create()
e.add("Stats")


def refused(**patch):
    check.fails(component.set, e, "Stats", patch)


refused(level=1.5)
refused(level=2147483648)
refused(level=-2147483649)
refused(level="3")
refused(armor={"layers": 256})
refused(armor={"layers": -1})
refused(armor={"value": 1e300})
refused(armor={"value": math.nan})
refused(speed=math.nan)
# These fit.
e.set("Stats", {"level": 2147483647, "speed": 1e300, "armor": {"layers": 255, "value": 3}})
stats = e.get("Stats")
check.show(stats["level"], stats["speed"], stats["armor"])
e.set("Stats", {"level": 4.0, "speed": math.inf, "armor": {"value": -math.inf}})
stats = e.get("Stats")
check.show(stats["level"], stats["speed"], stats["armor"]["value"])
