"""The rules of getting hurt, shared by everyone who hurts."""

from glotta import engine, entity

_board = None


def score():
    """The scoreboard's data. The board is looked up once: entities are handles, and this one stays."""
    global _board
    if _board is None:
        _board = entity.find_by_name("Scoreboard")
    return _board.data()


def count(what, amount=1):
    """Adds `amount` to one of the scoreboard's counts."""
    score()[what] += amount


def _fall(hero):
    # A hero does not die: he is down until a wave raises him (see waves.py).
    hero.remove_tag("hero")
    hero.add_tag("fallen")
    count("falls")
    engine.log(f"{hero.name()} has fallen", level="warn")


def hurt(victim, amount):
    """Takes hit points from a hero or an enemy. True if that was the end of it."""
    data = victim.data()
    data.hp -= amount
    if data.hp > 0:
        return False
    if victim.has_tag("hero"):
        _fall(victim)
    else:
        count("slain")
        victim.destroy()
    return True
