"""The captain: brings the heroes to the field, and does what the player says.

Which keys are meant is in glotta.toml. A captain without a player, as in `--frames 1800`, leaves the heroes to
themselves.
"""

from glotta import engine, entity, input, query, script

archers = query.create(["Hero"], without=["Fallen"], tag="archer")

slow = engine.setting("captain.slow")
volley_pause = engine.setting("captain.volley_pause")
next_volley = 0.0       # the time of the game when there can be another


def on_start():
    for entry in engine.setting("heroes"):
        [hero] = entity.create_from_template(entry["template"])
        hero.set_name(entry["name"])
        hero.set("Transform", {"translation": entry["home"]})
        hero.set("Hero", {"home": entry["home"]})


def make_ready(_, hero):
    hero.wait = 0.0


def volley(what, value):
    """All archers shoot in this frame, however lately they did."""
    global next_volley
    if what == "pressed" and engine.total_time() >= next_volley:
        next_volley = engine.total_time() + volley_pause
        archers.each(make_ready)
        engine.log("volley!")


def taunt(what, value):
    if what == "pressed":
        number = script.call("scripts/waves", "hurry")
        engine.log(f"the captain has called wave {number}")


def focus(what, value):
    if what == "pressed":
        engine.set_time_scale(slow)
    elif what == "released":
        engine.set_time_scale(1.0)


input.on_action("volley", volley)
input.on_action("taunt", taunt)
input.on_action("focus", focus)

# A captain who is replaced in the middle of it, by a reload, leaves the game no slower than it was.
engine.on_cleanup(lambda: engine.set_time_scale(1.0))
