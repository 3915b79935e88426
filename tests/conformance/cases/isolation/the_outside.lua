-- A script reaches the world through the API and nothing else.
local check = require "check"
check.show(io, dofile, loadfile, package, debug and debug.getinfo, debug and debug.sethook)
check.show(os.execute, os.exit, os.remove, os.rename, os.getenv, os.setlocale, os.tmpname)
check.show(string.dump, ("x").dump)
check.fails_somehow(function() assert(load("\27Lua")) end)
