import check


# What was done last is undone first.
engine.on_cleanup(lambda: print("first"))
engine.on_cleanup(lambda: print("second"))
check.fails(engine.on_cleanup)
check.fails(engine.on_cleanup, None)
check.fails(engine.on_cleanup, "f")
print("body")
