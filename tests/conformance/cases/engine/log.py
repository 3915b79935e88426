import check

check.show(engine.log("plain"))
for level in ("trace", "debug", "info", "warn", "error"):
    engine.log(f"at {level}", level=level)
engine.log("", None)
engine.log("two\nlines")
check.fails(engine.log)
check.fails(engine.log, None)
check.fails(engine.log, 5)
check.fails(engine.log, "x", "loud")
check.fails(engine.log, "x", "INFO")
check.fails(engine.log, "x", 3)
check.fails(engine.log, "x", "info", "y")
