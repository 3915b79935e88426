"""The night: torches burn down and go out."""

from glotta import engine, entity, query

# A query is made once and asked often. This one finds all that have a Torch and are not Dark; whether they stand in a
# Draught does not matter, but where they do, `each` hands it over.
burning = query.create(["Torch"], without=["Dark"], optional=["Draught"])


def on_start():
    for i, torch in enumerate(entity.create_from_template("torch", count=engine.setting("torches")), start=1):
        torch.set_name(f"Torch {i}")
        if i % 3 == 0:
            torch.add("Draught", {"strength": i / 5})
        # They were not lit at the same time.
        torch.set("Torch", {"oil": 3.0 + 1.5 * i})


def burn(torch, fire, draught, dt):
    speed = 1 + (draught.strength if draught else 0)
    fire.oil -= speed * dt
    if fire.oil <= 0:
        # It no longer matches, and that may happen while the query is walked through.
        torch.add("Dark", {"since": engine.total_time()})


def update(dt):
    # First the entity, then a handle to each component that is asked for, then one to each that may be there.
    burning.each(lambda torch, fire, draught: burn(torch, fire, draught, dt))


def on_stop():
    print(burning.count(), "torches burn when the morning comes")
