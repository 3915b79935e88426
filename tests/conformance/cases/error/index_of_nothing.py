# Each language says in its own words what is wrong with an attribute of nothing.
hero = None
print(hero.name)
