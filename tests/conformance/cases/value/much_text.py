import check

# A long text costs a script nothing more the second time, but each time a copy outside of it.
text = "x" * (1 << 20)
check.fails(engine.setting, "none", [text] * 257)
check.fails(engine.setting, "none", {"inner": [text] * 257})
check.show(len(engine.setting("none", [text] * 8)))
