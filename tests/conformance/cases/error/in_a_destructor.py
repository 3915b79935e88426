# What a finaliser raises nobody can catch, so it is told as what the script prints.
import check


class Torch:
    def __del__(self):
        entity.name(check.dead())


def burn():
    torch = Torch()
    print("burns")


burn()
# The script goes on.
check.show(entity.create().is_valid())
