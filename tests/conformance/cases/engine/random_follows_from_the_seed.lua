-- The runner's worlds all have the seed 1: these are the numbers that follow from it, in every language.
local check = require "check"
check.show(engine.random_int(1, 1000), engine.random_int(1, 1000), engine.random_int(1, 1000))
print(string.format("%.9f", engine.random()))
