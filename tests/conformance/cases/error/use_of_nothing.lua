local check = require "check"
local hero, heroes, call
check.fails_somehow(function() return hero.name end)
check.fails_somehow(function() hero.name = "Ada" end)
check.fails_somehow(function() hero:greet() end)
check.fails_somehow(function() call() end)
check.fails_somehow(function() return heroes[1] end)
heroes = {}
check.fails_somehow(function() heroes[1].name = "Ada" end)
-- The script goes on.
check.show(entity.create():is_valid())
