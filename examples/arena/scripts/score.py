"""The score keeper: hears of everything by events, counts it on the scoreboard, and tells how it stands.

Those who emit the events do not know that someone counts; they may be in other languages.
"""

from glotta import engine, entity, event, query, save, system

board = entity.find_by_name("Scoreboard").data()
horde = query.create(["Enemy"])
heroes = query.create(["Hero", "Health"], without=["Image"])


def count(what):
    board[what] += 1


def wave(wave):
    board.spawned += wave["size"]


event.subscribe("shot", lambda _: count("shots"))
event.subscribe("hit", lambda _: count("hits"))
event.subscribe("slain", lambda _: count("slain"))
event.subscribe("fallen", lambda _: count("fallen"))
event.subscribe("defeat", lambda _: count("defeats"))
event.subscribe("wave", wave)


def tell(dt):
    """Every five seconds. What the game costs differs from run to run, so it is for reading only."""
    share = heroes.column("Health.now").copy()
    share.maximum(0)
    share.div(heroes.column("Health.full"))
    down = len(entity.find_with_component("Fallen"))
    most = max(system.all_performance(), key=lambda cost: cost["total_ms"])
    engine.log(
        f"{horde.count()} enemies, {board.slain} slain; {share.len() - down} heroes stand, with "
        f"{100 * (share.mean() or 0):.0f}% of their strength; a frame takes {engine.performance()['scripts_ms']:.2f} "
        f"ms, most of it {most['name']}"
    )


system.register("score.tell", tell, phase="post_update", rate=0.2)


def compare():
    """The most that were slain in any game so far is still known in the next."""
    record = save.read("record", 0)
    if board.slain > record:
        save.write("record", board.slain)
        engine.log(f"a record: {board.slain} slain, {record} before")


def on_stop():
    aim = 100 * board.hits / board.shots if board.shots else 0
    engine.log(
        f"the score after {engine.frame()} frames: wave {board.wave}, {board.slain} of {board.spawned} enemies slain, "
        f"{board.fallen} falls, {board.defeats} defeats, {board.shots} missiles, {aim:.0f}% of them hit"
    )
    compare()
