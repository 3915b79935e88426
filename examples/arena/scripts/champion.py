"""A champion: an enemy that is larger than the others, and around which they bite twice as often.

scripts/waves attaches this to one of them. Nothing else needs to know who it is.
"""

from glotta import Vec3, engine, query

horde = query.create(["Enemy", "Transform"])

MORE_HEALTH = 600.0
SIZE = Vec3(1.8, 1.8, 1.8)
CALL = 9.0              # how far it is heard, metres


def on_start(champion):
    champion.handle("Health").now += MORE_HEALTH
    champion.set("Transform", {"scale": SIZE})
    engine.log(f"{champion.name()} leads them", level="warn")


def update(champion, dt):
    way = horde.column("Transform.translation").copy()
    way.sub(champion.get_position())
    horde.column("Enemy.wait").sub(dt, way.length().less_equal(CALL))


def on_stop(champion):
    if champion.handle("Health").now <= 0:
        engine.log(f"{champion.name()} is slain")
