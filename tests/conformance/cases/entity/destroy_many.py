import check

entities = [entity.create() for _ in range(5)]
other = entity.create()
entity.destroy_many([entities[0], entities[2]])
for e in entities:
    check.show(e.is_valid())
entity.destroy_many([])
# The same one twice is destroyed once.
entity.destroy_many([entities[1], entities[3], entities[1]])
check.show(entities[1].is_valid(), entities[3].is_valid(), entities[4].is_valid(), other.is_valid())
