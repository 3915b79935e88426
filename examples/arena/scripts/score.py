"""The score keeper: hears of everything by events, counts it on the scoreboard, and tells how it stands.

Those who emit the events do not know that someone counts; they may be in other languages.
"""

from glotta import engine, entity, event, query, system

board = entity.find_by_name("Scoreboard").data()
horde = query.create(["Enemy"])
standing = query.create(["Hero"], without=["Fallen"])


def count(what):
    board[what] += 1


def wave(wave):
    board.spawned += wave["size"]


def fallen(hero):
    count("fallen")
    engine.log(f"{hero.name()} has fallen", level="warn")


def defeat(wave):
    count("defeats")
    engine.log(f"all heroes are down in wave {wave}", level="warn")


event.subscribe("shot", lambda _: count("shots"))
event.subscribe("hit", lambda _: count("hits"))
event.subscribe("slain", lambda _: count("slain"))
event.subscribe("wave", wave)
event.subscribe("fallen", fallen)
event.subscribe("defeat", defeat)


def tell(dt):
    """Every five seconds. What the game costs differs from run to run, so it is for reading only."""
    cost = engine.performance()["scripts_ms"]
    engine.log(
        f"{horde.count()} enemies on the field, {board.slain} slain, {standing.count()} heroes stand; "
        f"scripts take {cost:.2f} ms of a frame"
    )


system.register("score.tell", tell, phase="post_update", rate=0.2)


def on_stop():
    aim = 100 * board.hits / board.shots if board.shots else 0
    engine.log(
        f"the score: wave {board.wave}, {board.slain} of {board.spawned} enemies slain, {board.fallen} falls, "
        f"{board.defeats} defeats, {board.shots} missiles, {aim:.0f}% of them hit"
    )
