import math

import check

check.show(engine.time_scale())
check.show(engine.set_time_scale(0.5), engine.time_scale())
engine.set_time_scale(0)
check.show(engine.time_scale())
check.fails(engine.set_time_scale)
check.fails(engine.set_time_scale, "slow")
check.fails(engine.set_time_scale, -1)
check.fails(engine.set_time_scale, math.nan)
check.fails(engine.set_time_scale, math.inf)
check.show(engine.time_scale())
