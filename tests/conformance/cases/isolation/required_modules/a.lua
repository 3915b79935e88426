local lib = require "lib"
lib.count = lib.count + 1
print("a counts " .. lib.count)
