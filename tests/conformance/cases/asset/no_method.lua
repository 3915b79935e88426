local check = require "check"

local a = asset.load("a.txt", "text")
check.fails(function() a:get() end)
check.fails(function() a:is_load() end)
check.fails(function() return a.path end)
check.fails(function() return a.colour end)
