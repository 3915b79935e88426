"""The horde: every enemy runs for the nearest hero, bites when it is there, and is pushed by the crowd around it.

There are hundreds of them, so what can be done for all at once is not done for one after the other: a column is one
field of all of them, and each line below is one step for the whole horde, at the same cost in every language.
"""

import math

import lib.combat as combat
from glotta import engine, query, system

horde = query.create(["Enemy", "Transform"])
standing = query.create(["Hero", "Health", "Transform"], without=["Fallen"])
reach = engine.setting("field.radius")

BITE = 0.1              # how near an enemy must be to bite, metres
CELL = 2.0              # the crowd is counted in squares of this side, metres
PRESSURE = 0.5          # how much each other one in a square pushes, 1/s
HARDEST_PUSH = 3.0      # metres a second


def run(dt):
    place = horde.column("Transform.translation")
    wait = horde.column("Enemy.wait")
    wait.sub(dt)

    # For each enemy: the way from the nearest hero to it, and the gap between the two. With no hero left they run for
    # the middle.
    heroes = standing.entities()
    way = place.copy()
    gap = place.length()
    prey = gap.copy()                   # which of the heroes it is, by number
    gap.set(math.inf)
    for number, hero in enumerate(heroes, start=1):
        way_from_hero = place.copy()
        way_from_hero.sub(hero.get_position())
        gap_to_hero = way_from_hero.length()
        gap_to_hero.sub(hero.handle("Hero").radius)
        is_nearer = gap_to_hero.less(gap)
        way.set(way_from_hero, is_nearer)
        gap.set(gap_to_hero, is_nearer)
        prey.set(number, is_nearer)
    gap.sub(horde.column("Enemy.radius"))

    # Who is there bites, if it is not still chewing.
    is_there = gap.less_equal(BITE)
    bites = is_there.both(wait.less_equal(0))
    damage = horde.column("Enemy.damage")
    for number, hero in enumerate(heroes, start=1):
        harm = damage.sum(bites.both(prey.equal(number)))
        if harm > 0:
            combat.hurt(hero, harm)
    wait.set(horde.column("Enemy.pause"), bites)

    # The others run: as far as they can in this frame, but not into the hero.
    stride = horde.column("Enemy.speed").copy()
    stride.scale(dt)
    stride.set(gap, gap.less(stride))
    way.normalize()
    way.scale(stride)
    place.sub(way, is_there.inverse())
    place.add_scaled(horde.column("Enemy.push"), dt)

    # Nobody leaves the field.
    from_center = place.length()
    is_outside = from_center.greater(reach)
    place.div(from_center, is_outside)
    place.scale(reach, is_outside)


is_aside = False


def press(dt):
    """Pushes enemies apart: each away from the middle of those that share a square with it, the more the more they are.

    That is about each one's neighbours, which no column knows, so it is a loop in this script. A crowd is slow: ten
    times a second is enough, and in between the horde moves on with the push it has. The squares lie half a square
    aside every other time, so that those on both sides of an edge meet too.
    """
    global is_aside
    is_aside = not is_aside
    offset = 1000.5 if is_aside else 1000       # so that no square has a negative number
    xs = horde.column("Transform.translation.x").to_list()
    zs = horde.column("Transform.translation.z").to_list()

    cells = []
    squares = {}        # of each square: how many are in it, and the sums of their x and z
    for x, z in zip(xs, zs):
        cell = math.floor(x / CELL + offset) * 2000 + math.floor(z / CELL + offset)
        cells.append(cell)
        count, sum_x, sum_z = squares.get(cell, (0, 0, 0))
        squares[cell] = count + 1, sum_x + x, sum_z + z
    for i, cell in enumerate(cells):
        count, sum_x, sum_z = squares[cell]
        strength = PRESSURE * (count - 1)
        xs[i] = (xs[i] - sum_x / count) * strength
        zs[i] = (zs[i] - sum_z / count) * strength

    horde.column("Enemy.push.x").set_list(xs)
    horde.column("Enemy.push.z").set_list(zs)
    horde.column("Enemy.push").clamp(-HARDEST_PUSH, HARDEST_PUSH)


# In a phase, the greater priority comes first.
system.register("horde.press", press, priority=30, rate=10)
system.register("horde.run", run, priority=20)
