-- Code made at run time sees the same globals as the script that made it, and none besides.
local check = require "check"
secret = 5
check.show(load("return secret")())
load("secret = 6")()
check.show(secret, load("return io")())
check.show((load("return 1 +")))
