"""A script of the game as a whole: it belongs to no entity, so its call-backs get none."""

import math

from glotta import engine, entity

elapsed = 0.0


def on_start():
    """Runs once, before the first update."""
    planets = entity.find_by_tag("planet")
    engine.log(f"the game starts with {len(planets)} planets")

    # Spread the planets evenly. Each remembers its place in its data, which every script can read.
    for i, planet in enumerate(planets):
        planet.data().angle = i * 2 * math.pi / len(planets)


def update(dt):
    """Runs every frame; dt is the time since the last one, in seconds."""
    global elapsed
    elapsed += dt
    if elapsed >= 1:
        elapsed -= 1
        first = entity.find_by_tag("planet")[0]
        engine.log(f"the first planet is at {first.get_position()}")


def on_stop():
    """Runs when the game ends."""
    engine.log(f"the game ends after {engine.frame()} frames")
