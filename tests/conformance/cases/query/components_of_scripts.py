import check

# A component that a script defines is one like any other.
component.define("Shield", {"strength": 100.0})
shielded = query.create(["Health", "Shield"])
bare = query.create(["Health"], ["Shield"], ["Shield"])
changed = query.create(["Shield"], changed=["Shield"])

a, b = entity.create(), entity.create()
a.add("Health")
b.add("Health")
b.add("Shield", {"strength": 5})
check.show(shielded.count(), shielded.first() == b, bare.first() == a, changed.count())


def strengthen(e, health, shield):
    shield.strength += 1
    check.show(e == b, health.current, shield.strength)


shielded.each(strengthen)
query.create(["Health"], optional=["Shield"]).each(
    lambda e, health, shield: check.show(e == a, shield and shield.strength)
)
b.remove("Shield")
check.show(shielded.is_empty(), bare.count(), changed.count())
check.fails(query.create, ["Sheild"])
