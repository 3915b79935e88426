# frames: 5
# What is set in one frame counts from the next on.
scales = [2, 0.5, 0, 1]
last = 0


def update(dt):
    global last
    print(f"{dt:.5f} {engine.total_time() - last:.5f}")
    last = engine.total_time()
    engine.set_time_scale(scales.pop(0) if scales else 1)
