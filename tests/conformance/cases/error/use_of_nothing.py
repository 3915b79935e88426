import check

hero = heroes = call = None
check.fails_somehow(lambda: hero.name)
check.fails_somehow(lambda: setattr(hero, "name", "Ada"))
check.fails_somehow(lambda: hero.greet())
check.fails_somehow(lambda: call())
check.fails_somehow(lambda: heroes[0])
heroes = [None]
check.fails_somehow(lambda: setattr(heroes[0], "name", "Ada"))
# The script goes on.
check.show(entity.create().is_valid())
