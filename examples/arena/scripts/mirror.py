"""The mirror: a mage who is hurt leaves an image in her place.

It fights as she does, draws the horde to itself, and vanishes after some seconds.
"""

from glotta import engine, entity, query, system

images = query.create(["Image"])


def update(mage, dt):
    # This is asked in every frame and is false in most: then there is nothing to look at.
    if not mage.changed("Health"):
        return
    health, mirror = mage.handle("Health"), mage.handle("Mirror")
    time = engine.total_time()
    if health.now <= 0 or health.now >= health.full or time < mirror.ready:
        return
    mirror.ready = time + mirror.pause

    # A copy has all that the mage has, her scripts too: without this one, or it would leave images itself.
    image = mage.clone()
    image.detach("scripts/mirror")
    image.set_name(f"the image of {mage.name()}")
    image.add("Image", {"left": mirror.lasts})
    image.set("Hero", {"home": mage.get_position()})
    engine.log(f"{mage.name()} leaves an image", level="debug")


def fade(dt):
    if images.is_empty():
        return
    left = images.column("Image.left")
    left.sub(dt)
    entity.destroy_many(left.entities(left.less_equal(0)))


system.register("mirror.fade", fade, phase="post_update")
