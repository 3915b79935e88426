import check

check.fails(engine.frame_time, 1)
check.fails(engine.total_time, 1)
check.fails(engine.frame, 1)
check.fails(engine.time_scale, 1)
check.fails(engine.random, 1)
