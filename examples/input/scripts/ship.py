"""The ship: steered by what the actions say now, and told when one of them fires."""

speed = engine.setting("ship.speed")
turbo = engine.setting("ship.turbo")


def fire(ship, event):
    """Called at the beginning of the frame in which the action is pressed, let go, or changes its value."""
    if event == "pressed":
        shot = entity.create()
        shot.add("Transform", {"translation": component.get_position(ship)})
        shot.add_tag("shot")
        ship.data().shots += 1


def on_start(ship):
    input.on_action("fire", lambda event, value: fire(ship, event))


def update(ship, dt):
    step = speed * dt
    if input.is_pressed("turbo"):
        step *= turbo
    way = Vec3(input.value("steer"), input.value("climb"), 0) * step
    component.set_position(ship, component.get_position(ship) + way)
