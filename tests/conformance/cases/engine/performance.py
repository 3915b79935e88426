# frames: 3
import check


def on_start():
    before = engine.performance()
    check.show(sorted(before), sorted(before["memory"]))
    check.show(before["scripts_ms"], before["errors"], before["instances"])
    entity.create()
    entity.create().attach("helper")
    after = engine.performance()
    check.show(after["entities"] - before["entities"], after["instances"])
    check.fails(engine.performance, 1)


def update(dt):
    now = engine.performance()
    check.show(16 < now["frame_ms"] < 17, now["memory"]["lua"] > 0, now["memory"]["python"] >= 0)
    check.show(now["scripts_ms"] > 0, now["errors"])
