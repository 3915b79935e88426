"""The crowd: pushes enemies apart, each away from the middle of those that share a square with it, the more the more
they are.

That is about each one's neighbours, which no column knows, so it is a loop in this script. A crowd is slow: a few
times a second are enough, and in between the horde moves on with the push it has.
"""

import math

from glotta import event, query, system

horde = query.create(["Enemy", "Transform"])

CELL = 2.0              # the crowd is counted in squares of this side, metres
PRESSURE = 0.5          # how much each other one in a square pushes, 1/s
HARDEST_PUSH = 3.0      # metres a second
RATE, RATE_OF_FEW = 6, 10      # how often they press, times a second
FEW = 300               # so many can be looked after more often

is_aside = False


def press(dt):
    """The squares lie half a square aside every other time, so that those on both sides of an edge meet too."""
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


def choose_rate(wave):
    """By how many there are, not by how long it takes: that differs from run to run, and so would the game."""
    system.set_update_rate("crowd.press", RATE_OF_FEW if wave["total"] <= FEW else RATE)


event.subscribe("wave", choose_rate)
system.register("crowd.press", press, priority=30, rate=RATE)
