"""Arrows and fireballs: straight on until they meet an enemy or have flown far enough.

What one is says its component Missile, which the hero who shot it has set.
"""

import lib.combat as combat
from glotta import engine, entity, event, query, system

missiles = query.create(["Missile", "Transform"])
horde = query.create(["Enemy", "Transform"])
reach = engine.setting("field.radius")

WIDEST = 1.0            # no enemy's radius is larger, metres


def enemy_at(place):
    """The nearest enemy whose body covers the place; None if there is none.

    Banners, heroes and missiles are near, too.
    """
    for found in entity.find_in_radius(place, WIDEST):
        if horde.contains(found) and (found.get_position() - place).length() <= found.handle("Enemy").radius:
            return found
    return None


def strike(_, missile, transform):
    place = transform.translation
    enemy = enemy_at(place)
    if enemy is None:
        return
    if missile.splash > 0:
        combat.hurt_around(place, missile.splash, missile.damage)
    else:
        combat.hurt(enemy, missile.damage)
    missile.left = 0
    event.emit("hit")


def fly(dt):
    """They fly all at once, by columns; where each of them is then, is looked at one by one."""
    velocity = missiles.column("Missile.velocity")
    missiles.column("Transform.translation").add_scaled(velocity, dt)
    missiles.column("Missile.left").add_scaled(velocity.length(), -dt)
    missiles.each(strike)


def clear_away(dt):
    """When all have done what they do in a frame, those that are spent or off the field are taken away."""
    is_spent = missiles.column("Missile.left").less_equal(0)
    is_off = missiles.column("Transform.translation").length().greater(reach)
    entity.destroy_many(is_spent.entities(is_spent.either(is_off)))


system.register("missiles.fly", fly, priority=10)
system.register("missiles.clear_away", clear_away, phase="post_update")
