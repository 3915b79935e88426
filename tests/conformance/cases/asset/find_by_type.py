import check

check.show(asset.find_by_type("text"), asset.find_by_type("data"))
a, b = asset.load("b.txt", "text"), asset.load("a.txt", "text")
c = asset.load("c.toml", "toml")
found = asset.find_by_type("text")
check.show(len(found), found[0] == a, found[1] == b)
# The same files by another type are other assets.
check.show(asset.find_by_type("data"), asset.find_by_type("toml")[0] == c)
asset.unload(a)
found = asset.find_by_type("text")
check.show(len(found), found[0] == b)
