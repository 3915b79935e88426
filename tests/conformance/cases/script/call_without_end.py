# frames: 1
import check


def deeper(n):
    return script.call("main", "deeper", [n + 1])


def on_start():
    check.fails(deeper, 1)
    # And goes on.
    check.show(script.call("main", "same", [1]))


def same(value):
    return value
