"""The standard: the heroes around it grow back twice as fast, and while one of them bears it, they strike before the
horde does.

When its bearer falls it lies on the ground, until the nearest hero who stands takes it up.
"""

from glotta import Vec3, engine, entity, query, system

standing = query.create(["Hero", "Health", "Transform"], without=["Fallen", "Image"])
standard = entity.find_by_name("Standard")

LOOKS = 4               # times a second
NEAR = 7.0              # how far it gives strength, metres
ABOVE = Vec3(0, 2.8, 0) # where it is when it is borne: its place counts from the bearer's then
BEFORE_HEROES, AFTER_HEROES = 110, 20       # when in a frame the horde runs and bites


def take_up(bearer):
    standard.set_parent(bearer)
    standard.set_position(ABOVE)
    system.set_priority("horde.run", AFTER_HEROES)
    engine.log(f"{bearer.name()} bears the standard")


def drop(bearer):
    standard.set_parent(None)
    standard.set_position(bearer.get_position())
    system.set_priority("horde.run", BEFORE_HEROES)
    engine.log("the standard lies on the ground", level="warn")


def look(dt):
    bearer = standard.parent()
    if bearer and not standing.contains(bearer):
        drop(bearer)
        return
    if standing.is_empty():
        return
    way = standing.column("Transform.translation").copy()
    way.sub((bearer or standard).get_position())
    distance = way.length()

    now = standing.column("Health.now")
    is_hurt = now.less(standing.column("Health.full"))
    now.add_scaled(standing.column("Health.regrowth"), dt, is_hurt.both(distance.less_equal(NEAR)))
    if not bearer:
        take_up(distance.argmin())


# Just before scripts/health has all of them grow back, and sees to it that nobody has more than his full health.
system.register("standard.look", look, priority=1, rate=LOOKS)
