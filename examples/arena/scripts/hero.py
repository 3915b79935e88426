"""A hero: strikes at the nearest enemy, gives ground when they come too close, and walks home when they do not.

There are six of them, so one call of update for each is no matter. All of a hero's numbers are in the data that
glotta.toml gave it, so one script serves the knight and the archer.
"""

import math

import lib.combat as combat
from glotta import Quat, Vec3, component, engine, entity
from lib.grid import Grid

FORWARD_STEP = 0.8      # how far before a hero his missile starts, metres
MARGIN = 1.25           # a missile can fly this much farther than its hero sees

reach = engine.setting("field.radius")
grid = Grid(reach, engine.setting("field.cell"))

# What all heroes see in one frame: the enemies, and the grid filled with them. The first who asks fills it.
seen_in, enemies = -1, []


def survey():
    global seen_in, enemies
    if seen_in != engine.frame():
        seen_in = engine.frame()
        enemies = entity.find_by_tag("enemy")
        grid.fill(component.get_positions(enemies))


def alive(i):
    return enemies[i].is_valid()


def facing(dx, dz):
    """The rotation about the vertical that turns forward (+z) to (dx, dz), a vector of length 1.

    By half-angles, which need a square root only.
    """
    if dz < -0.999999:
        return Quat(0, 1, 0, 0)
    w = math.sqrt((1 + dz) / 2)
    return Quat(0, dx / (2 * w), 0, w)


def shoot(origin, direction, data):
    missile = entity.create()
    missile.add("Transform", {"translation": origin + direction * FORWARD_STEP})
    load = missile.data()
    load.velocity = direction * data.missile.speed
    load.damage = data.damage
    load.splash = data.missile.splash
    load.left = data.range * MARGIN
    missile.attach("scripts/missile")
    combat.count("shots")


def swing(place, data):
    for i, _ in grid.near(place.x, place.z, data.range):
        if alive(i):
            combat.hurt(enemies[i], data.damage)


def on_start(hero):
    data = hero.data()
    data.hp = data.full
    data.wait = 0.0
    data.home = hero.get_position()


def update(hero, dt):
    if not hero.has_tag("hero"):
        return  # down, until a wave raises him
    survey()

    data = hero.data()
    transform = hero.handle("Transform")
    place = transform.translation
    data.hp = min(data.hp + data.regrowth * dt, data.full)
    data.wait -= dt

    target, distance = grid.nearest(place.x, place.z, data.range, alive)
    step = data.home - place
    if target is not None and distance > 0:
        direction = (Vec3(grid.xs[target], 0, grid.zs[target]) - place) / distance
        transform.rotation = facing(direction.x, direction.z)
        if data.wait <= 0:
            data.wait = data.pause
            if data.missile is not None:
                shoot(place, direction, data)
            else:
                swing(place, data)
        # Archers give ground: away from the enemy, and a little to the side, or they end at the wall.
        if data.missile is not None and distance < 0.35 * data.range:
            step = direction.cross(Vec3.Y) * 3 - direction * 5

    # At most as far as a hero can run in this frame, and never off the field.
    length = step.length()
    if length > 0.01:
        goal = place + step * (min(data.speed * dt, length) / length)
        from_center = goal.length()
        if from_center > reach:
            goal *= reach / from_center
        transform.translation = goal


def on_stop(hero):
    data = hero.data()
    engine.log(f"{hero.name()}: {max(data.hp, 0):.0f} of {data.full:.0f} hit points left", level="debug")
