"""Health: who has none left ends at the end of the frame, and that of heroes grows back.

Whoever hurts someone only lowers a number (see lib/combat). What follows from it is decided here, once a frame.
"""

from glotta import Vec3, engine, event, query, system

# Only those whose health was written since this script looked last: the few that were hurt, not the hundreds that
# were not.
hurt = query.create(["Health"], changed=["Health"])
standing = query.create(["Hero", "Health"], without=["Fallen"])
fallen = query.create(["Hero", "Health", "Fallen"])

REGROWTH_RATE = 4       # times a second
RAISED, LOWERED = Vec3(0, 2.2, 0), Vec3(0, 0.3, 0)      # where a banner is, above its hero


def set_banner(hero, place):
    for banner in hero.children():
        banner.set_position(place)


def fall(hero):
    """A hero does not die: he is down until a wave raises him."""
    hero.add("Fallen", {"since": engine.total_time()})
    set_banner(hero, LOWERED)
    event.emit("fallen", hero)


def end(victim, health):
    if health.now > 0 or victim.has("Fallen"):
        return
    if victim.has("Hero"):
        fall(victim)
    else:
        event.emit("slain")
        victim.destroy()


def end_those_without_health(dt):
    hurt.each(end)


def grow_back(dt):
    now, full = standing.column("Health.now"), standing.column("Health.full")
    now.add_scaled(standing.column("Health.regrowth"), dt)
    now.set(full, now.greater(full))


def raise_fallen(share):
    """Raises all heroes that are down, to a share of their full health. Other scripts reach it with script.call."""

    def raise_up(hero, _, health, state):
        health.now = health.full * share
        time = engine.total_time() - state.since
        engine.log(f"{hero.name()} is up again after {time:.1f} s", level="debug")
        hero.remove("Fallen")
        set_banner(hero, RAISED)

    fallen.each(raise_up)


system.register("health.grow_back", grow_back, rate=REGROWTH_RATE)
system.register("health.end", end_those_without_health, phase="post_update", priority=10)
