local lib = require "lib"
lib.count = lib.count + 1
print("b counts " .. lib.count)
