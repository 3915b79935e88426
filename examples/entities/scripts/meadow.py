"""The meadow: makes all that is on it, and tells what happens to it."""

from glotta import Vec3, component, engine, entity

GAP = 3.0  # metres from sheep to sheep
BIRTH = 8.0  # seconds until there is a lamb

ewe = None
lamb = None


def tell(text):
    print(f"{engine.total_time():4.1f} s  {text}")


def on_start():
    global ewe
    # One call for the whole flock. What differs from sheep to sheep is set afterwards.
    for i, sheep in enumerate(entity.create_from_template("sheep", count=engine.setting("sheep")), start=1):
        sheep.set_name(f"Sheep {i}")
        # A handle is the component itself: what is assigned to it is on the entity at once.
        sheep.handle("Transform").translation = Vec3(GAP * i, 0, 0)
    entity.create_from_template("wolf")
    [shepherd] = entity.create_from_template("shepherd")
    [dog] = shepherd.children()
    tell(f"{shepherd.name()} has a {dog.name()}")
    ewe = entity.find_by_name("Sheep 1")


def update(dt):
    global lamb
    # Whoever changed an animal, we see it here, and they need not know of us. What is new counts as changed.
    for animal in component.find_changed("Animal"):
        health = animal.handle("Animal").health
        if health > 0:
            tell(f"{animal.name()} has {health} health")
        else:
            tell(f"{animal.name()} is gone")
            animal.destroy()
    # The ewe may be gone by now. Asking whether an entity is still there is always allowed.
    if lamb is None and engine.total_time() > BIRTH and ewe.is_valid():
        lamb = ewe.clone()
        lamb.set_name("Lamb")
        lamb.set("Animal", {"health": 2})
        # Its place counts from its mother's from now on: half a metre beside her, wherever she goes.
        lamb.set_parent(ewe)
        lamb.handle("Transform").translation = Vec3(0, 0, 0.5)


def on_stop():
    for sheep in entity.find_by_tag("sheep"):
        parent = sheep.parent()
        tell(f"{sheep.name()} is well" + (f", and its mother is {parent.name()}" if parent else ""))
