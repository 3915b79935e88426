import check

a, b = entity.create(), entity.create()
a.add("Health", {"current": 5, "max": 10})
a.add("Transform")
b.add("Health", {"current": 7, "max": 10})
b.add("Transform", {"translation": [1, 2, 3]})
b.add("Speed", {"value": 2})


# The entity, then what it must have, then what it may have.
def visit(e, health, transform, speed, relic):
    check.show(e == a, health.current, transform.translation, speed and speed.value, relic)
    health.current -= 1
    transform.translation.x = 10
    if speed:
        speed.value += 1


query.create(["Health", "Transform"], optional=["Speed", "Relic"]).each(visit)
check.show(a.get("Health")["current"], b.get("Health")["current"], a.get_position(), b.get_position(), b.get("Speed"))

# What the function returns is ignored.
count = 0


def counted(e, health):
    global count
    count += 1
    return False


query.create(["Health"]).each(counted)
check.show(count)
query.create(["Relic"]).each(lambda e, relic: check.show("nobody"))


# A handle outlives the walk, but not its component.
def keep(e, speed):
    global kept
    kept = speed


query.create(["Speed"]).each(keep)
check.show(kept.value, kept == b.handle("Speed"))
b.remove("Speed")
check.fails(lambda: kept.value)
