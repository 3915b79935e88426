import check

healthy = query.create(["Health"])
fast = query.create(("Health", "Speed"))
slow = query.create(["Health"], without=["Speed"])
bosses = query.create(["Health"], tag="boss")
tagged = query.create([], tag="boss")
all = query.create([])
check.show(healthy.count(), healthy.is_empty(), healthy.first(), len(healthy.entities()), all.count())

# What comes later is found too.
a, b, c, d = entity.create(), entity.create(), entity.create(), entity.create()
d.add("Speed")
for e in [d, b, a]:
    e.add("Health")
a.add("Speed")
b.add_tag("boss")
c.add_tag("boss")


def found(q):
    names = {a: "a", b: "b", c: "c", d: "d"}
    check.show(q.count(), q.is_empty(), [names.get(e, "?") for e in q.entities()])


# In the order of the entities, not in that in which they got what they have.
found(healthy)
found(fast)
found(slow)
found(bosses)
found(tagged)
found(all)
check.show(healthy.first() == a, slow.first() == b, query.create(["Relic"]).first())
check.show(healthy.contains(a), healthy.contains(c), slow.contains(a), bosses.contains(b), bosses.contains(entity=a))

b.remove("Health")
d.destroy()
found(healthy)
found(bosses)
b.remove_tag("boss")
found(tagged)
