import check


class Endless:
    def __lt__(self, other):
        return self < other

    def __repr__(self):
        return "endless " + repr(self)


check.fails_somehow(lambda: Endless() < Endless())
check.fails_somehow(repr, Endless())
# The script goes on.
check.show(entity.create().is_valid())
