"""The horde's marshal: sends the waves, raises the fallen, and keeps the score.

A system script: it belongs to no entity, so its call-backs are given none.
"""

import math

import lib.combat as combat
from glotta import Vec3, engine, entity

waves = engine.setting("waves")
# A dictionary of settings has its names in the order of the alphabet. The dice are thrown in this one.
kinds = {name: engine.setting("kinds")[name] for name in ("runner", "grunt", "brute")}
reach = engine.setting("field.radius")

until_next = 0.0


def random_kind():
    dice = engine.random()
    for name, kind in kinds.items():
        dice -= kind["share"]
        if dice < 0:
            return name
    return "runner"


def place_at_edge():
    """A place near the edge of the field.

    A random point of the unit disc is pushed out to the edge: no sine, no cosine, and so the same numbers on every
    machine.
    """
    while True:
        x, z = 2 * engine.random() - 1, 2 * engine.random() - 1
        squared = x * x + z * z
        if 0.01 < squared <= 1:
            distance = reach * (0.85 + 0.15 * engine.random()) / math.sqrt(squared)
            return Vec3(x * distance, 0, z * distance)


def spawn_enemy():
    kind = random_kind()
    enemy = entity.create()
    enemy.add("Transform", {"translation": place_at_edge()})
    enemy.add_tag("enemy")

    data = enemy.data()
    data.kind = kind
    data.hp = kinds[kind]["hp"]
    data.wait = 0.0

    enemy.attach("scripts/horde")


def raise_up(hero, share):
    data = hero.data()
    data.hp = data.full * share
    hero.remove_tag("fallen")
    hero.add_tag("hero")


def next_wave(enemies_left):
    score = combat.score()
    score.wave += 1
    for hero in entity.find_by_tag("fallen"):
        raise_up(hero, waves["relief"])

    size = waves["first"] + waves["growth"] * (score.wave - 1)
    size = min(size, waves["most"] - enemies_left)
    for _ in range(size):
        spawn_enemy()
    score.spawned += size
    engine.log(f"wave {score.wave}: {size} enemies come, {enemies_left + size} on the field")


def defeat(enemies):
    """The last hero is down: the field is cleared and the heroes start again, from the first wave."""
    global until_next
    score = combat.score()
    engine.log(f"all heroes are down in wave {score.wave}", level="warn")
    score.defeats += 1
    score.wave = 0
    entity.destroy_many(enemies)
    for hero in entity.find_by_tag("fallen"):
        raise_up(hero, 1.0)
    until_next = waves["every"]


def update(dt):
    global until_next
    enemies = entity.find_by_tag("enemy")
    if not entity.find_by_tag("hero"):
        defeat(enemies)
        return
    until_next -= dt
    # A field that is empty does not have to wait.
    if until_next <= 0 or not enemies:
        until_next = waves["every"]
        next_wave(len(enemies))


def on_stop():
    score = combat.score()
    aim = 100 * score.hits / score.shots if score.shots else 0
    engine.log(
        f"the score: wave {score.wave}, {score.slain} of {score.spawned} enemies slain, {score.falls} falls, "
        f"{score.defeats} defeats, {score.shots} missiles, {aim:.0f}% of them hit"
    )
