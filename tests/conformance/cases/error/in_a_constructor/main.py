import check


class Hero:
    def __init__(self, name):
        self.name = name
        if name == "":
            entity.name(check.dead())
        print("made " + name)


hero = None


def make(name):
    global hero
    hero = Hero(name)


check.fails(make, "")
check.show(hero)
# Others can be made all the same.
make("Ada")
check.fails(make, "")
check.show(hero.name)
# In the body of a script, it is the script that fails.
e = entity.create()
check.fails(e.attach, "broken.py")
check.show(e.detach("broken.py"))
