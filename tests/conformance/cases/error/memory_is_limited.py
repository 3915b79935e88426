import check


def hoard():
    hoarded = []
    while True:
        hoarded.append("x" * (1 << 20))


try:
    hoard()
    ok = True
except MemoryError:
    ok = False
check.show(ok)
# The script goes on.
check.show(entity.create().is_valid(), len("x" * (1 << 20)))
