"""The menu: lies over the game and stops it, as long as this script is loaded. See scripts/captain, which loads it.

Its context is exclusive: what is held down when it opens, the game sees let go. Its actions end with the script.
"""

from glotta import asset, component, engine, entity, input, query, system

heroes = query.create(["Hero"])


def tell_keys():
    for action in input.actions():
        engine.log("  " + engine.setting("help." + action, action))


def tell_state():
    """How the heroes are, how the data files are, and what the game's systems cost, which differs from run to run."""
    for hero in entity.find_by_tag("hero"):
        health, tags = hero.get("Health"), ", ".join(hero.tags())
        engine.log(f"  {hero.name()} ({tags}): {health['now']:.0f} of {health['full']:.0f} hit points")
    for file in asset.find_by_type("data"):
        error = asset.error(file)
        but = f", but could not be read again: {error['message']}" if error else ""
        engine.log(f"  {asset.path(file)}: {asset.state(file)}{but}")
    for name in system.list():
        about, cost = system.describe(name), system.performance(name)
        rate = f"{about['rate']:g} times a second" if about["rate"] > 0 else "in every frame"
        engine.log(f"  {name}: {about['phase']}, {rate}; a run takes {cost['mean_ms']:.3f} ms")


def tell_parts():
    """Which components a hero has, and what is in them."""
    for name in component.list(heroes.first()):
        fields = ", ".join(f"{field['name']}: {field['type']}" for field in component.describe(name)["fields"])
        engine.log(f"  {name} {{ {fields} }}")


def read_again():
    """What was saved in the project's data files counts from now on, also without --watch."""
    asset.reload_all("data")


def tell_read(file):
    engine.log(f"  {asset.path(file)} is read, a file of {asset.type(file)}")


def on_press(action, order):
    def hear(what, value):
        if what == "pressed":
            order()

    input.on_action(action, hear)


on_press("keys", tell_keys)
on_press("state", tell_state)
on_press("parts", tell_parts)
on_press("read", read_again)
if input.exists("debug"):  # a game for players has no such line in glotta.toml
    on_press("debug", engine.debug_break)
asset.on_reload("data", tell_read)

if input.context() != "menu":  # new code that takes over while the menu is open finds it there
    input.push_context("menu")
engine.on_cleanup(input.pop_context)
engine.log("the game stands still")
tell_keys()
