local check = require "check"
check.fails(require, "a")
print("main goes on")
