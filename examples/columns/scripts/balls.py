"""A thousand balls in a box.

`update` works on all of them at once, in the engine, and looks at none by itself: so it costs a script hardly more than
one ball would.
"""

from glotta import Vec3, component, engine, entity, query

component.define("Velocity", {"value": "Vec3"}, doc="How fast something moves, in metres a second.")

GRAVITY = Vec3(0, -9.81, 0)
WALL = 10.0  # metres from the middle
BOUNCE = -0.7  # what is left of the speed, the other way round

# Made once and asked in every frame: that is what makes it quick.
balls = query.create(["Transform", "Velocity"])


def between(least, most):
    return least + (most - least) * engine.random()


def on_start():
    entity.create_from_template("ball", count=engine.setting("balls"))
    # Where each row is to have a value of its own, a list sets them all in one call.
    velocities = [Vec3(between(-6, 6), between(0, 15), between(-6, 6)) for _ in range(balls.count())]
    balls.column("Velocity.value").set_list(velocities)


def bounce_off_walls(axis):
    """Sends back those that have gone beyond the walls along one axis, "x" or "z"."""
    place, speed = balls.column(f"Transform.translation.{axis}"), balls.column(f"Velocity.value.{axis}")
    # A mask: true in the rows of those that are outside. What is given a mask leaves all other rows alone.
    outside = place.less(-WALL).either(place.greater(WALL))
    speed.scale(BOUNCE, mask=outside)
    place.clamp(-WALL, WALL)


def report(height, resting):
    print(
        f"{engine.total_time():4.1f} s  {height.len():4} balls, the highest at {height.max():4.1f} m, "
        f"the mean at {height.mean():.2f} m, {resting.count():3} come to rest"
    )


def update(dt):
    # Of no rows there is no greatest and no mean.
    if balls.is_empty():
        return
    # A column is the field of the components itself. It is good for this call; the next frame asks for another.
    place, velocity = balls.column("Transform.translation"), balls.column("Velocity.value")
    velocity.add(GRAVITY * dt)
    place.add_scaled(velocity, dt)
    bounce_off_walls("x")
    bounce_off_walls("z")

    # One number of a vector is a column as well.
    height, rise = balls.column("Transform.translation.y"), balls.column("Velocity.value.y")
    below = height.less(0)
    height.set(0, mask=below)
    rise.scale(BOUNCE, mask=below)
    # The floor is rough.
    velocity.scale(0.8, mask=below)

    if engine.frame() % 60 == 59:
        resting = velocity.length().less(0.5).both(height.less(0.05))
        report(height, resting)
        # From a mask back to entities. It comes last: where entities are destroyed, their columns end.
        entity.destroy_many(height.entities(mask=resting))
