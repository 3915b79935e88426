"""The horde's marshal: sends wave after wave, and begins anew when all heroes are down.

How large waves are and what they are made of is in waves.toml, an asset. What enemies of a kind are is in
templates/.
"""

import math

from glotta import Vec3, asset, component, engine, entity, event, query, script, system

horde = query.create(["Enemy"])
standing = query.create(["Hero"], without=["Fallen", "Image"])
reach = engine.setting("field.radius")

LOOKS = 4               # how often the marshal looks at the field, times a second

keep = ["until_next"]   # what this script knows still when it is reloaded

file = asset.load("waves.toml", "data")
plan = None             # what is in it, once it is there
until_next = 0.0        # seconds to the next wave
# The score. Its `wave` is kept here, the rest by scripts/score.
score = entity.find_by_name("Scoreboard").data()


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


def spawn(template, count):
    """Makes so many enemies of a kind, all from one look at its template."""
    enemies = entity.create_from_template(template, count)
    component.set_positions(enemies, [place_at_edge() for _ in enemies])


def crown():
    """One of them, whoever it is, leads the others."""
    enemies, names = horde.entities(), plan["champion"]["names"]
    champion = enemies[engine.random_int(0, len(enemies) - 1)]
    champion.set_name(names[engine.random_int(0, len(names) - 1)])
    champion.attach("scripts/champion")


def send():
    global until_next
    score.wave += 1
    script.call("scripts/health", "raise_fallen", [plan["relief"]])

    before = horde.count()
    size = min(plan["first"] + plan["growth"] * (score.wave - 1), plan["most"] - before)
    for kind in plan["kind"]:
        spawn(kind["template"], math.floor(size * kind["share"]))
    now = horde.count()
    event.emit("wave", {"number": score.wave, "size": now - before, "total": now})
    if score.wave % plan["champion"]["every"] == 0:
        crown()
    until_next = plan["every"]


def hurry():
    """Has the next wave come at once, and gives its number. The captain calls it."""
    global until_next
    until_next = 0.0
    return score.wave + 1


def defeat():
    """The last hero is down: the field is cleared and the heroes start again, from the first wave."""
    global until_next
    event.emit("defeat", score.wave)
    score.wave = 0
    entity.destroy_many(horde.entities())
    script.call("scripts/health", "raise_fallen", [1.0])
    until_next = plan["every"]


def look(dt):
    global until_next
    if plan is None:
        return
    until_next -= dt
    if standing.is_empty():
        defeat()
    elif until_next <= 0 or horde.is_empty():
        send()  # an empty field does not have to wait


def take_plan(_, error):
    global plan
    if error is None:  # or else the log says why
        plan = asset.get(file)


def change_plan(_):
    global plan, until_next
    plan = asset.get(file)
    until_next = 0.0
    system.enable("waves")  # it rests if it could make nothing of the old plan
    engine.log("the waves change")


asset.on_load(file, take_plan)
asset.on_reload(file, change_plan)
system.register("waves", look, phase="pre_update", rate=LOOKS)
