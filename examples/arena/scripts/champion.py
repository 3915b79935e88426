"""A champion: an enemy that is larger than the others, and around which they bite twice as often.

scripts/waves attaches this to one of them. Nothing else needs to know who it is.
"""

from glotta import Vec3, engine, query, system

horde = query.create(["Enemy", "Transform"])
champions = query.create(["Enemy", "Transform"], tag="champion")

MORE_HEALTH = 600.0
SIZE = Vec3(1.8, 1.8, 1.8)
CALL = 9.0              # how far it is heard, metres
CALLS = 4               # how often it calls, times a second


def on_start(champion):
    champion.add_tag("champion")
    champion.handle("Health").now += MORE_HEALTH
    champion.set("Transform", {"scale": SIZE})
    engine.log(f"{champion.name()} leads them", level="warn")


def call(dt):
    def hurry(_, enemy, transform):
        way = horde.column("Transform.translation").copy()
        way.sub(transform.translation)
        horde.column("Enemy.wait").sub(dt, way.length().less_equal(CALL))

    champions.each(hurry)


def on_stop(champion):
    if champion.handle("Health").now <= 0:
        engine.log(f"{champion.name()} is slain")


# One system for all champions, registered when the first of them comes.
system.register("champion.call", call, rate=CALLS)
