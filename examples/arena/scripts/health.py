"""Health: who has none left ends at the end of the frame, and that of heroes grows back.

Whoever hurts someone only lowers a number (see lib/combat). What follows from it is decided here, once a frame.
"""

from glotta import engine, event, query, system

# Only those whose health was written since this script looked last: the few that were hurt, not the hundreds that
# were not. They need not be heroes, or images: for those that are, `each` hands these components over too.
touched = query.create(["Health"], optional=["Hero", "Image"], changed=["Health"])
standing = query.create(["Hero", "Health"], without=["Fallen"])
fallen = query.create(["Hero", "Health", "Fallen"])

REGROWTH_RATE = 4       # times a second
WOUNDED, WELL = 0.4, 0.7        # below that share of his health a hero is wounded, above that he is well again


def fall(hero):
    """A hero does not die: he is down until a wave raises him."""
    hero.remove_tag("wounded")
    hero.add("Fallen", {"since": engine.total_time()})
    event.emit("fallen", hero)


def tend(hero, health):
    """The tag is for whoever can help: see scripts/mend."""
    share = health.now / health.full
    if share < WOUNDED and not hero.has_tag("wounded"):
        hero.add_tag("wounded")
        event.emit("wounded", hero)
    elif share > WELL:
        hero.remove_tag("wounded")


def decide(victim, health, hero, image):
    if health.now > 0:
        if hero:
            tend(victim, health)
    elif hero and not image:
        if not victim.has("Fallen"):
            fall(victim)
    else:
        if not image:
            event.emit("slain")
        victim.destroy()


def look(dt):
    touched.each(decide)


def grow_back(dt):
    now, full = standing.column("Health.now"), standing.column("Health.full")
    # Who is whole is left alone, and so does not count as changed.
    now.add_scaled(standing.column("Health.regrowth"), dt, now.less(full))
    now.set(full, now.greater(full))


def raise_fallen(share):
    """Raises all heroes that are down, to a share of their full health. Other scripts reach it with script.call."""

    def raise_up(hero, _, health, state):
        health.now = health.full * share
        time = engine.total_time() - state.since
        engine.log(f"{hero.name()} is up again after {time:.1f} s", level="debug")
        hero.remove("Fallen")

    fallen.each(raise_up)


system.register("health.grow_back", grow_back, rate=REGROWTH_RATE)
system.register("health.look", look, phase="post_update", priority=10)
