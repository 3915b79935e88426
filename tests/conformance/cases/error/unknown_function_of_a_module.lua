local check = require "check"
check.fails(function() entity.destory() end)
check.fails(function() entity.zebra() end)
check.fails(function() return component.set_postion end)
check.fails(function() return engine.frametime end)
check.show(entity.create():is_valid())
