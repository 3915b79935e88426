# frames: 4
import check


def half(dt):
    pass


def bad(dt):
    entity.find_in_radius(Vec3(0, 0, 0), -1)


def last(dt):
    half, bad = system.performance("half"), system.performance("bad")
    check.show(half["runs"], half["errors"], bad["runs"], bad["errors"])
    if half["runs"] > 0:
        most = half["max_ms"]
        check.show(half["total_ms"] >= most, most >= half["mean_ms"], most >= half["last_ms"])
        check.show(half["mean_ms"] > 0, half["total_ms"] < 4000)
    every = system.all_performance()
    check.show(len(every), every[0]["name"], every[1]["name"], every[2]["name"], every[3]["name"])
    check.show(every[0]["runs"], engine.performance()["systems"])


def on_start():
    system.register("half", half, rate=30)
    check.show(system.performance("half"))
    system.register("bad", bad, priority=1)
    system.register("last", last, phase="post_update")
    check.fails(system.performance, "halves")
    check.fails(system.performance, "")


def update(dt):
    pass
