local a = require "lib.a"
local b = require "lib.b"
print(a.name, b.name, a.b == b)
print(require "lib.a" == a)
