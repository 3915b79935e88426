import check

zero, x = 0, 5


def divide(number):
    global x
    x = number // zero


def remainder(number):
    global x
    x = number % zero


check.fails_somehow(divide, 1)
check.fails_somehow(remainder, 1)
check.fails_somehow(divide, zero)
check.fails_somehow(remainder, zero)
# Nothing was assigned, and the script goes on.
check.show(x, entity.create().is_valid())
