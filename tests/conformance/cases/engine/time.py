# frames: 4
import check


def update(dt):
    check.show(engine.frame(), dt == engine.frame_time(), dt > 0)


def on_stop():
    # Four frames of a 60th of a second each.
    print(f"{engine.total_time():.4f}")
