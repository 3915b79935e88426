"""The captain: brings the heroes to the field, and does what the player says.

Which keys are meant is in glotta.toml. A captain without a player, as in `--frames 1800`, leaves the heroes to
themselves.
"""

from glotta import asset, engine, entity, input, query, script, system

archers = query.create(["Hero"], without=["Fallen"], tag="archer")

slow = engine.setting("captain.slow")
volley_pause = engine.setting("captain.volley_pause")
frost_lasts = engine.setting("captain.frost_lasts")
next_volley = 0.0       # the time of the game when there can be another


def on_start():
    for entry in engine.setting("heroes"):
        [hero] = entity.create_from_template(entry["template"])
        hero.set_name(entry["name"])
        hero.set("Transform", {"translation": entry["home"]})
        hero.set("Hero", {"home": entry["home"]})


def listen(dt):
    """What the player holds down is looked at in each frame. A trigger that is pressed halfway slows time halfway."""
    scale = 1 - (1 - slow) * input.value("focus")
    if input.context() == "menu":
        scale = 0
    if scale != engine.time_scale():
        engine.set_time_scale(scale)
    if input.just_pressed("rally"):
        engine.log("to the middle!")
    elif input.just_released("rally"):
        engine.log("to your places!")


def make_ready(_, hero):
    hero.wait = 0.0


def volley():
    """All archers shoot in this frame, however lately they did."""
    global next_volley
    if engine.total_time() >= next_volley:
        next_volley = engine.total_time() + volley_pause
        archers.each(make_ready)
        engine.log("volley!")


def taunt():
    number = script.call("scripts/waves", "hurry")
    engine.log(f"the captain has called wave {number}")


def thaw(dt):
    """A system that ends itself when it has run once."""
    system.enable("horde.run")
    system.unregister("captain.thaw")
    engine.log("the frost is over")


def on_reload():
    """New code knows nothing of the system that the old one registered, which ended with it: so does the frost."""
    system.enable("horde.run")
    engine.log(f"{script.path()}, version {1 + script.reload_count()}", level="debug")


def frost():
    """The horde stands where it is for a while, and does not bite."""
    if system.is_enabled("horde.run"):
        system.disable("horde.run")
        system.register("captain.thaw", thaw, rate=1 / frost_lasts)
        engine.log("frost!")


def open_menu():
    """The menu is a script that is in memory only while it is open: it stops the game as long as it is loaded."""
    return asset.load("scripts/menu", "script")


def close_menu():
    asset.unload(open_menu())  # who loads it again is given the same asset


def on_press(action, order):
    def hear(what, value):
        if what == "pressed":
            order()

    input.on_action(action, hear)


on_press("volley", volley)
on_press("taunt", taunt)
on_press("frost", frost)
on_press("menu", open_menu)
on_press("resume", close_menu)
system.register("captain.listen", listen, phase="pre_update", priority=10)
