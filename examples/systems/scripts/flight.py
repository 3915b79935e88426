"""How the rocket flies: a system for each force, and one that moves it.

A system knows nothing of the others; which of them work at what time is the mission's affair.
"""

from glotta import entity, system

THRUST = 25.0  # metres per second, each second
GRAVITY = 9.81  # likewise
DRAG = 0.15  # of the parachute: it holds about 8 metres a second

rocket = entity.find_by_name("Rocket")


def burn(dt):
    data = rocket.data()
    data.fuel -= dt
    data.velocity += THRUST * dt


def fall(dt):
    rocket.data().velocity -= GRAVITY * dt


def brake(dt):
    data = rocket.data()
    data.velocity -= DRAG * data.velocity * abs(data.velocity) * dt


def move(dt):
    place = rocket.handle("Transform").translation
    place.y = max(place.y + rocket.data().velocity * dt, 0)


# Registered here and not in `on_start`, they go on with the new code when this file changes while the game runs.
# The greater the priority, the earlier in the frame: first the forces, then the movement that follows from them.
system.register("burn", burn, priority=20)
system.register("fall", fall, priority=10)
system.register("brake", brake, priority=10)
system.register("move", move)
