import check

e = entity.create()
e.add("Health", {"current": 5, "max": 10})
e.add("Stats", {"armor": {"value": 1, "layers": 2}})
health, armor = e.handle("Health"), e.handle("Stats").armor
# The names of the fields come in the order of their declaration.
for name in health:
    check.show(name, getattr(health, name))
for name in armor:
    check.show(name, getattr(armor, name))
copy = health()
copy["current"] = 100
check.show(health.current, health(), armor())
print(health, armor, sep="\t")
