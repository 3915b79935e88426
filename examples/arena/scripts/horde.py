"""The horde: every enemy runs for the nearest hero, keeps off its neighbours, and bites when it is there.

There are hundreds of them, so this script defines update_all: one call a frame for all its entities instead of one
each. Positions are read and written in one go; in between, the numbers are Python's own.
"""

import math

import lib.combat as combat
from glotta import Vec3, component, engine, entity
from lib.grid import Grid

kinds = engine.setting("kinds")
reach = engine.setting("field.radius")
grid = Grid(reach, engine.setting("field.cell"))

# How much of an overlap is undone in one frame. Less than all of it, or a crowd trembles.
YIELD = 0.4
# The largest radius of all kinds: how far away a neighbour can be and still be touched.
WIDEST = max(kind["radius"] for kind in kinds.values())


def nearest(positions, x, z):
    """The place in `positions` of the one that is nearest to (x, z), the way to it and how long that is."""
    best, best_dx, best_dz, best_squared = None, 0, 0, math.inf
    for i, position in enumerate(positions):
        dx, dz = position.x - x, position.z - z
        squared = dx * dx + dz * dz
        if squared < best_squared:
            best, best_dx, best_dz, best_squared = i, dx, dz, squared
    return best, best_dx, best_dz, math.sqrt(best_squared)


def bite(data, kind, hero):
    """Bites, if it is not still chewing. True if the hero fell."""
    if data.wait > 0:
        return False
    data.wait = kind["pause"]
    return combat.hurt(hero, kind["damage"])


def update_all(enemies, dt):
    heroes = entity.find_by_tag("hero")
    hero_positions = component.get_positions(heroes)
    hero_radii = [hero.data().radius for hero in heroes]

    positions = component.get_positions(enemies)
    grid.fill(positions)

    # All are looked at before any is moved, so that it does not matter who comes first.
    datas = [enemy.data() for enemy in enemies]
    kind_of = [kinds[data.kind] for data in datas]
    sizes = [kind["radius"] for kind in kind_of]

    for i, (data, kind, size) in enumerate(zip(datas, kind_of, sizes)):
        x, z = grid.xs[i], grid.zs[i]
        step_x, step_z = 0.0, 0.0

        data.wait = max(data.wait - dt, 0.0)
        hero, dx, dz, distance = nearest(hero_positions, x, z)
        if hero is not None:
            gap = distance - size - hero_radii[hero]
            if gap > 0.1:
                stride = min(kind["speed"] * dt, gap) / distance
                step_x, step_z = dx * stride, dz * stride
            elif bite(data, kind, heroes[hero]):
                # The one who bit last looks for another hero in the next frame, and so do all who come after it now.
                del heroes[hero], hero_positions[hero], hero_radii[hero]

        # Collisions: away from everyone who overlaps, the more the deeper.
        for other, squared in grid.near(x, z, size + WIDEST):
            touch = size + sizes[other]
            if other != i and 0 < squared < touch * touch:
                apart = math.sqrt(squared)
                push = YIELD * (touch - apart) / apart
                step_x -= (grid.xs[other] - x) * push
                step_z -= (grid.zs[other] - z) * push

        # Nobody leaves the field.
        x, z = x + step_x, z + step_z
        squared = x * x + z * z
        if squared > reach * reach:
            back = reach / math.sqrt(squared)
            x, z = x * back, z * back
        positions[i] = Vec3(x, 0, z)

    component.set_positions(enemies, positions)
