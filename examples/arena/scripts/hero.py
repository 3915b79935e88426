"""A hero: strikes at the nearest enemy, keeps a distance if it is an archer, and walks home when no one is near.

There are six heroes, so one call of update for each is no matter. Their numbers are in the component Hero, which
templates/ gave them, so one script serves the knight and the archer.
"""

import math

import lib.combat as combat
from glotta import Quat, Vec3, engine, entity, event, input, query

horde = query.create(["Enemy", "Transform"])
reach = engine.setting("field.radius")

FORWARD_STEP = 0.8      # how far before a hero his missile starts, metres
MARGIN = 1.25           # a missile flies this much farther than its hero sees


def nearest_enemy(place):
    """The nearest enemy and its distance; (None, None) if there is none.

    The distances to all of them are one column.
    """
    way = horde.column("Transform.translation").copy()
    way.sub(place)
    distance = way.length()
    return distance.argmin(), distance.min()


def facing(direction):
    """The rotation about the vertical that turns forward (+z) to a direction.

    By half-angles, which need a square root only, and so give the same numbers on every machine.
    """
    if direction.z < -0.999999:
        return Quat(0, 1, 0, 0)
    w = math.sqrt((1 + direction.z) / 2)
    return Quat(0, direction.x / (2 * w), 0, w)


def shoot(place, direction, me):
    missile = entity.create()
    missile.add("Transform", {"translation": place + direction * FORWARD_STEP})
    missile.add("Missile", {
        "velocity": direction * me.missile_speed,
        "damage": me.damage,
        "splash": me.splash,
        "left": me.range * MARGIN,
    })
    event.emit("shot")


def update(hero, dt):
    if hero.has("Fallen"):
        return
    me, transform = hero.handle("Hero"), hero.handle("Transform")
    is_archer = hero.has_tag("archer")
    place = transform.translation
    me.wait -= dt

    is_rallied = input.is_pressed("rally")
    step = -place if is_rallied else me.home - place
    enemy, distance = nearest_enemy(place)
    if enemy and 0 < distance <= me.range:
        direction = (enemy.get_position() - place) / distance
        transform.rotation = facing(direction)
        if me.wait <= 0:
            me.wait = me.pause
            if is_archer:
                shoot(place, direction, me)
            else:
                combat.hurt_around(place, me.range, me.damage)
        # Archers give ground: away from the enemy, and a little to the side, or they end at the wall.
        if is_archer and not is_rallied and distance < 0.35 * me.range:
            step = direction.cross(Vec3.Y) * 3 - direction * 5

    # At most as far as a hero can run in this frame, and never off the field.
    length = step.length()
    if length > 0.01:
        goal = place + step * (min(me.speed * dt, length) / length)
        from_center = goal.length()
        if from_center > reach:
            goal *= reach / from_center
        transform.translation = goal


def on_stop(hero):
    if hero.has("Image"):
        return
    health = hero.get("Health")
    engine.log(f"{hero.name()}: {max(health['now'], 0):.0f} of {health['full']:.0f} hit points left", level="debug")
