speed = 5
local lib = require "lib"
print(lib.get())
lib.set(7)
print(speed)
