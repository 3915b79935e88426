"""The banners: each hero carries one, the higher the more health is left.

Only those whose health was written since the last frame are looked at. Whoever wrote it needs to know nothing of
banners.
"""

from glotta import Vec3, component, system

LOW, HIGH = 0.3, 2.2    # metres above the ground


def hoist(dt):
    for hero in component.find_changed("Health"):
        if hero.has_tag("hero"):
            health = hero.handle("Health")
            height = LOW + (HIGH - LOW) * max(health.now, 0) / health.full
            for carried in hero.children():
                if carried.name() == "Banner":
                    carried.set_position(Vec3(0, height, 0))


system.register("banners.hoist", hoist, phase="post_update", priority=5)
