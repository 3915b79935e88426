# frames: 12
import check

total = 0.0


def counts(name):
    return lambda dt: print(f"{name} in frame {engine.frame()}: {check.text(dt)}")


def often(dt):
    global total
    total += dt
    if engine.frame() == 11:
        check.show(total)


def on_start():
    # 60 frames a second: every third, the nearest to 2.4 frames, and never more than one a frame.
    system.register("20", counts("20"), priority=3, rate=20)
    system.register("25", counts("25"), rate=25.0, priority=2)
    system.register("1000", often, "update", 1, 1000)
