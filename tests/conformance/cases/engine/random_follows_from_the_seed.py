# The runner's worlds all have the seed 1: these are the numbers that follow from it, in every language.
import check

check.show(engine.random_int(1, 1000), engine.random_int(1, 1000), engine.random_int(1, 1000))
print(f"{engine.random():.9f}")
