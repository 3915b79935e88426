"""The herald: cries out what happens. The game is the same without him."""

from glotta import asset, engine, event, input

saws = asset.load("herald.txt", "text")
lines = []              # what he has to say of waves, once it is there


def learn(_, error):
    if error is None:  # or else the log says so, and he has nothing to say
        lines.extend(asset.get(saws).splitlines())
        asset.unload(saws)


def wave(wave):
    """Each wave has its line, by its number and not by chance: engine.random() would change the game for all others."""
    line = lines[(wave["number"] - 1) % len(lines)] if lines else ""
    engine.log(f"wave {wave['number']}: {wave['size']} more, {wave['total']} on the field. {line}")


asset.on_load(saws, learn)
event.subscribe("wave", wave)
event.subscribe("wounded", lambda hero: engine.log(f"{hero.name()} is wounded"))
event.subscribe("fallen", lambda hero: engine.log(f"{hero.name()} has fallen", level="warn"))
event.subscribe("defeat", lambda wave: engine.log(f"all heroes are down in wave {wave}", level="warn"))


def tell_of_rally(hero):
    """What the player may not know he is told once, and not at all if he has found out himself."""
    engine.log(f"({engine.setting('help.rally')})")
    forget()


def forget(what=None, value=None):
    event.unsubscribe(hint)
    input.off_action(known)


hint = event.subscribe("fallen", tell_of_rally)
known = input.on_action("rally", forget)
