# frames: 3
import check


def look():
    made = entity.create_from_template("grunt")
    e = made[0]
    check.show(len(made), e.name(), e.tags(), e.get_position(), e.get("Health"))
    check.show(e.data()["gold"], e.data()["bag"]["keys"][1])
    club = e.children()[0]
    check.show(len(e.children()), club.name(), club.get("Speed"), club.parent() == e)
    # Each has its own.
    more = entity.create_from_template("grunt", 3)
    more[0].data()["gold"] = 0
    check.show(len(more), more[1].data()["gold"], len(entity.find_by_tag("enemy")))
    check.show(entity.create_from_template("grunt", 0))
    # What extends another adds to it.
    boss = entity.create_from_template("enemies/boss")[0]
    check.show(boss.name(), boss.tags(), boss.get("Health"), boss.get("Brain")["mode"])
    check.show(boss.data()["gold"], boss.data()["bag"]["crown"], len(boss.data()["bag"]["keys"]))
    guard = boss.children()[1]
    check.show(len(boss.children()), boss.children()[0].name(), guard.name(), guard.children()[0].name())


def refuse():
    before = len(entity.find_with_component("Health"))
    check.fails(entity.create_from_template, "grnut")
    check.fails(entity.create_from_template, "")
    check.fails(entity.create_from_template, "../grunt")
    for name in ["key", "field", "component", "value", "lost", "ring"]:
        check.fails(entity.create_from_template, name, 2)
    check.fails_somehow(entity.create_from_template, "toml")
    check.fails(entity.create_from_template, "grunt", -1)
    check.fails(entity.create_from_template, "grunt", 1000001)
    check.fails(entity.create_from_template, None)
    check.fails(entity.create_from_template, 5)
    check.fails(entity.create_from_template, "grunt", "many")
    check.fails(entity.create_from_template, "grunt", 1.5)
    check.fails(entity.create_from_template)
    check.fails(entity.create_from_template, "grunt", 1, 1)
    check.show(len(entity.find_with_component("Health")) == before)


def on_start():
    look()
    refuse()
    # Scripts begin in the next frame.
    entity.create_from_template("scripted", count=2)
    print("made")
