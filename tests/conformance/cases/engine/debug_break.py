import check

engine.debug_break()
check.fails(engine.debug_break, 1)
print("goes on")
