# frames: 40
# Objects that hold each other go when nothing else holds them: all of them together would be more than the limit.
class Node:
    pass


def update(dt):
    for _ in range(64):
        a, b = Node(), Node()
        a.load = "x" * (1 << 16) + str(engine.frame())
        a.other, b.other = b, a


def on_stop():
    print(f"frame {engine.frame()}")
