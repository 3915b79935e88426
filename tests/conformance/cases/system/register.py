import check


def waves(dt):
    pass


check.show(system.register("waves", waves))
check.fails(system.register, "waves", waves)
check.fails(system.register, "scripts", waves)
check.fails(system.register, "", waves)
check.fails(system.register, "x" * 1000000, waves)
check.show(system.register("x" * 200, waves))
check.fails(system.register, "bad", waves, "updat")
check.fails(system.register, "bad", waves, phase="")
check.fails(system.register, "bad", waves, priority=2147483648)
check.fails(system.register, "bad", waves, rate=-1)
check.fails(system.register, "bad", waves, rate=float("nan"))
check.fails(system.register, "bad", waves, rate=float("inf"))
check.fails(system.register, "bad", waves, reads=["Transform", "Helth"])
check.fails(system.register, "bad", waves, writes=[""])
check.show(system.exists("bad"))
check.show(
    system.register(
        "with all",
        waves,
        phase="pre_update",
        priority=1,
        rate=2,
        reads=["Health"],
        writes=["Transform", "Health"],
    )
)
check.show(system.register("with nothing", waves, None, None, None, None, None))
