local check = require "check"
check.fails_somehow(function() entity.destory() end)
check.fails_somehow(function() entity.zebra() end)
check.show(entity.create():is_valid())
