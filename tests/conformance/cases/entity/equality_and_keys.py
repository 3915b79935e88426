import check

e, other = entity.create(), entity.create()
e.set_name("Hero")
again = entity.find_by_name("Hero")
check.show(e == again, e == other, e == "Hero", e == None)
# The same entity is the same key, however it was come by.
seen = {e: "seen"}
check.show(seen.get(again), seen.get(other))
