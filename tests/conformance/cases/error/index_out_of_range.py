import check

numbers = [1, 2, 3]
check.fails_somehow(lambda: numbers[3])
check.fails_somehow(lambda: numbers[1 << 40])
check.fails_somehow(lambda: numbers[-4])
check.fails_somehow(lambda: [][0])
check.fails_somehow(numbers.pop, 9)
# Nothing has changed, and the script goes on.
check.show(numbers)
check.show(entity.create().is_valid())
