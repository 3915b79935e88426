local check = require "check"
check.show(asset.find_by_type("text"), asset.find_by_type("data"))
local a, b = asset.load("b.txt", "text"), asset.load("a.txt", "text")
local c = asset.load("c.toml", "toml")
local found = asset.find_by_type("text")
check.show(#found, found[1] == a, found[2] == b)
-- The same files by another type are other assets.
check.show(asset.find_by_type("data"), asset.find_by_type("toml")[1] == c)
asset.unload(a)
found = asset.find_by_type("text")
check.show(#found, found[1] == b)
