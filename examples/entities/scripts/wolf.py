"""The wolf: runs for the nearest sheep and bites it."""

from glotta import entity

SIGHT = 15.0  # metres
REACH = 0.5  # metres
PAUSE = 0.5  # seconds between bites
BITE = 3  # health


def nearest_sheep(place):
    # What is near comes nearest first, so the first that is a sheep is the nearest sheep.
    return next((found for found in entity.find_in_radius(place, SIGHT) if found.has_tag("sheep")), None)


def on_start(wolf):
    wolf.data().wait = 0.0


def update(wolf, dt):
    data, transform = wolf.data(), wolf.handle("Transform")
    data.wait -= dt
    sheep = nearest_sheep(transform.translation)
    if sheep is None:
        return
    way = sheep.get_position() - transform.translation
    if way.length() > REACH:
        step = wolf.handle("Animal").speed * dt
        transform.translation += way.normalize() * step
    elif data.wait <= 0:
        data.wait = PAUSE
        sheep.handle("Animal").health -= BITE
