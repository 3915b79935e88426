"""Mission control: switches the systems of the flight on and off by their names, and tells how it goes."""

from glotta import engine, entity, system

rocket = entity.find_by_name("Rocket")


def tell(text):
    print(f"{engine.total_time():4.1f} s  {text}")


def telemetry(dt):
    height = rocket.get_position().y
    tell(f"{height:5.1f} m, {rocket.data().velocity:+5.1f} m/s")


# After everything else, so that it tells of a frame that is done; and only twice a second.
system.register("telemetry", telemetry, phase="post_update", rate=2)


def on_start():
    # The parachute stays in its bag for now.
    system.disable("brake")


def update(dt):
    """Part of the system "scripts", whose priority of 100 puts it before the flight's."""
    data = rocket.data()
    if system.is_enabled("burn"):
        if data.fuel <= 0:
            tell("the motor is out")
            system.disable("burn")
    elif not system.is_enabled("brake"):
        if data.velocity < 0:
            tell("the parachute opens")
            system.enable("brake")
            # From here on it is a quiet ride: every two seconds will do.
            system.set_update_rate("telemetry", 0.5)
    elif rocket.get_position().y == 0:
        tell("it has landed")
        data.velocity = 0.0
        for name in ("fall", "brake", "move"):
            system.disable(name)
        # This one is not needed any more.
        system.unregister("telemetry")


def on_stop():
    # What systems cost is counted all the time. How many milliseconds they took is there as well, and another number on
    # every run.
    for cost in system.all_performance():
        state = "on" if system.is_enabled(cost["name"]) else "off"
        print(f"{cost['runs']:5} runs of {cost['name']}, which is {state}")
