import check

e = entity.create()
e.add("Stats", {"armor": {"value": 2.5, "layers": 3}})
stats = e.handle("Stats")
check.show(stats.armor.value, stats.armor.layers)
stats.armor.value = 4
armor = stats.armor
armor.layers = 5
check.show(stats.armor.value, e.get("Stats")["armor"])
# A nested structure can be given as a whole, in part too.
stats.armor = {"layers": 9}
check.show(armor.value, armor.layers)
