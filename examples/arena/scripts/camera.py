"""The camera: over the heroes who stand, and the higher the farther they are apart.

`glotta run` has no window, and nobody looks through it. In a game that has one, this is all it needs.
"""

from glotta import Quat, Vec3, query

standing = query.create(["Hero", "Transform"], without=["Fallen"])

LOOKS_DOWN = Quat(-0.6, 0, 0, 0.8)      # 74 degrees
BEHIND = Vec3(0, 0.96, 0.28)            # where the camera is, for each metre of distance
NEAREST = 18.0                          # metres
EASE = 2.0                              # the share of the way that it goes, 1/s


def on_start(camera):
    camera.set_rotation(LOOKS_DOWN)


def update(camera, dt):
    if standing.is_empty():
        return
    place = standing.column("Transform.translation")
    middle = place.mean()
    way = place.copy()
    way.sub(middle)
    goal = middle + BEHIND * (NEAREST + way.length().max())
    here = camera.get_position()
    camera.set_position(here + (goal - here) * min(EASE * dt, 1))
