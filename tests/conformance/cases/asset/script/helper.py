import parts

print("helper's body")
engine.on_cleanup(lambda: print("helper's end"))


def twice(n):
    return parts.double(n)
