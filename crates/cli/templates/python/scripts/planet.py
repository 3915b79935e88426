"""A script of entities: each of its call-backs gets the entity it runs for."""

import math

from glotta import Vec3, engine

radius = engine.setting("orbit.radius", 5.0)
speed = engine.setting("orbit.speed", 1.0)


def on_start(planet):
    # `data` belongs to the entity: it survives a reload of this script, and other scripts see it.
    data = planet.data()
    if data.angle is None:
        data.angle = 0.0


def update(planet, dt):
    data = planet.data()
    data.angle += speed * dt

    # A handle reaches every field of a component. `component.set_position` would do here too.
    transform = planet.handle("Transform")
    transform.translation = Vec3(math.cos(data.angle), 0, math.sin(data.angle)) * radius
