local hero
print(hero.name)
