import check

entities = [entity.create() for _ in range(4)]
for i, e in enumerate(entities, start=1):
    e.add("Transform", {"translation": Vec3(i, 0, 0)})
check.show(component.get_positions(entities))
check.show(component.get_positions([]))
check.show(component.get_positions([entities[2], entities[0], entities[2]]))
# A tuple is as good as a list.
component.set_positions((entities[1], entities[3]), (Vec3(0, 2, 0), Vec3(0, 4, 0)))
check.show(component.get_positions(entities))
component.set_positions([], [])
# What comes back is a list like any other.
places = component.get_positions(entities)
component.set_positions(entities, [place + Vec3(0, 0, i) for i, place in enumerate(places, start=1)])
check.show(component.get_positions(entities))
