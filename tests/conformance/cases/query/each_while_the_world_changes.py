import check


def units(count):
    made = []
    for i in range(count):
        e = entity.create()
        e.add("Health", {"current": i + 1})
        made.append(e)
    return made


healthy = query.create(["Health"], without=["Speed"])

# Those that are gone, or match no longer, are passed over; those that come are not seen.
made = units(6)


def change(e, health):
    check.show(health.current)
    if e == made[0]:
        made[1].destroy()
        made[2].remove("Health")
        made[3].add("Speed")
        units(1)
        e.destroy()


healthy.each(change)
check.show(healthy.count())

# The same query again, from within.
for e in healthy.entities():
    e.destroy()
made = units(2)


def outer_visit(outer, first):
    def inner_visit(inner, second):
        check.show(first.current, second.current, inner == outer)
        if inner != outer and inner.is_valid():
            inner.remove("Health")

    healthy.each(inner_visit)


healthy.each(outer_visit)
check.show(healthy.count())

# What fails ends the walk.
made = units(2)
seen = 0


def fail(e, health):
    global seen
    seen += 1
    health.currant = 1


check.fails(healthy.each, fail)
check.show(seen)
