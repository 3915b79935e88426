def get():
    return globals().get("speed", "nil")


def set(value):
    global speed
    speed = value
