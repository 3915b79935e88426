import check

check.show(engine.setting("speed"), engine.setting("waves.size"), engine.setting("waves.names"))
check.show(engine.setting("waves"))
check.show(engine.setting("title"), engine.setting("debug"))
check.show(engine.setting("nothing"), engine.setting("nothing", 5), engine.setting("waves.nothing", fallback="x"))
check.show(engine.setting("speed.of.light", "none"), engine.setting(""))
check.show(engine.setting("speed", 100))
# What comes back is a copy.
engine.setting("waves")["size"] = 1
check.show(engine.setting("waves.size"))
check.fails(engine.setting)
check.fails(engine.setting, 5)
check.fails(engine.setting, "a", 1, 2)
