"""Arrows and fireballs: straight on until they meet an enemy or have gone far enough.

What one is comes with its data, set by the hero who shot it: `velocity`, `damage`, `splash` (the radius in which it
hurts everyone; 0 for a single enemy) and `left`, the metres it can still fly.
"""

import lib.combat as combat
from glotta import component, engine, entity
from lib.grid import Grid

grid = Grid(engine.setting("field.radius"), engine.setting("field.cell"))
kinds = engine.setting("kinds")

WIDEST = max(kind["radius"] for kind in kinds.values())


def struck_by(enemies, place):
    """The first enemy that is alive and whose body covers the place; None if there is none.

    Enemies die while we work: a handle to the dead is safe to ask.
    """
    for i, squared in grid.near(place.x, place.z, WIDEST):
        enemy = enemies[i]
        if enemy.is_valid():
            radius = kinds[enemy.data().kind]["radius"]
            if squared <= radius * radius:
                return enemy
    return None


def burst(enemies, place, splash, damage):
    """Hurts all within `splash` of a place."""
    for i, _ in grid.near(place.x, place.z, splash):
        if enemies[i].is_valid():
            combat.hurt(enemies[i], damage)


def update_all(missiles, dt):
    enemies = entity.find_by_tag("enemy")
    grid.fill(component.get_positions(enemies))

    spent, flying, places = [], [], []
    for missile, position in zip(missiles, component.get_positions(missiles)):
        data = missile.data()
        step = data.velocity * dt
        place = position + step
        data.left -= step.length()

        struck = struck_by(enemies, place)
        if struck is not None:
            combat.count("hits")
            if data.splash > 0:
                burst(enemies, place, data.splash, data.damage)
            else:
                combat.hurt(struck, data.damage)
        if struck is not None or data.left <= 0:
            spent.append(missile)
        else:
            flying.append(missile)
            places.append(place)

    component.set_positions(flying, places)
    entity.destroy_many(spent)
