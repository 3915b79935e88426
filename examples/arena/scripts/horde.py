"""The horde: every enemy runs for the nearest hero, and bites when it is there. How they press each other is in crowd.

There are hundreds of them, so what can be done for all at once is not done for one after the other: a column is one
field of all of them, and each line below is one step for the whole horde, at the same cost in every language.
"""

import math

import lib.combat as combat
from glotta import Vec3, engine, query, system

horde = query.create(["Enemy", "Transform"])
standing = query.create(["Hero", "Health", "Transform"], without=["Fallen"])
reach = engine.setting("field.radius")

BITE = 0.1              # how near an enemy must be to bite, metres
COVER = 0.5             # a shield covers 60 degrees to each side: the cosine of that


def suffer(hero, way, damage, biters):
    """Takes what the biters do from a hero. A shield keeps a share of it off, if the biter is in front of it.

    `way` is that from the hero to each enemy.
    """
    harm = damage.sum(biters)
    if harm <= 0:
        return
    shield = hero.handle("Hero").shield
    if shield > 0:
        way.normalize()
        is_covered = way.dot(hero.get_rotation() * Vec3.Z).greater_equal(COVER)
        harm -= shield * damage.sum(biters.both(is_covered))
    combat.hurt(hero, harm)


def run(dt):
    place = horde.column("Transform.translation")
    wait = horde.column("Enemy.wait")
    wait.sub(dt)

    # For each enemy: the way from the nearest hero to it, and the gap between the two. Heroes who are equally near are
    # its prey both. With no hero left they run for the middle.
    heroes = standing.entities()
    hero_place, hero_radius = standing.column("Transform.translation"), standing.column("Hero.radius")
    way, gap = place.copy(), place.length()
    gap.set(math.inf)
    ways, gaps = [], []                 # for each hero
    for hero in heroes:
        way_from_hero = place.copy()
        way_from_hero.sub(hero_place.get(hero))
        gap_to_hero = way_from_hero.length()
        gap_to_hero.sub(hero_radius.get(hero))
        gap.minimum(gap_to_hero)
        ways.append(way_from_hero)
        gaps.append(gap_to_hero)
    is_prey = [gap_to_hero.equal(gap) for gap_to_hero in gaps]
    for way_from_hero, mask in zip(ways, is_prey):
        way.set(way_from_hero, mask)
    gap.sub(horde.column("Enemy.radius"))

    # Who is there bites, if it is not still chewing. In most frames nobody does.
    is_there = gap.less_equal(BITE)
    bites = is_there.both(wait.less_equal(0))
    if bites.count() > 0:
        damage = horde.column("Enemy.damage")
        for hero, way_from_hero, mask in zip(heroes, ways, is_prey):
            suffer(hero, way_from_hero, damage, bites.both(mask))
        wait.set(horde.column("Enemy.pause"), bites)

    # The others run: as far as they can in this frame, but not into the hero.
    stride = horde.column("Enemy.speed").copy()
    stride.mul(dt)
    stride.minimum(gap)
    way.normalize()
    way.scale(stride)
    place.sub(way, is_there.inverse())
    place.add_scaled(horde.column("Enemy.push"), dt)

    # Nobody leaves the field.
    from_center = place.length()
    is_outside = from_center.greater(reach)
    place.div(from_center, is_outside)
    place.scale(reach, is_outside)


# In a phase, the greater priority comes first. Scripts of entities, such as those of heroes, have 100.
system.register("horde.run", run, priority=20)
