import check

e = entity.create()
e.add("Bag", {"items": ["sword"], "counts": {"coins": 3}})
bag = e.handle("Bag")
check.show(bag.items, bag.counts)
bag.items = ["rope", "lamp"]
bag.counts = {"arrows": 1}
check.show(bag.items, bag.counts, e.get("Bag"))
check.fails(setattr, bag, "items", 5)
check.fails(setattr, bag, "items", [1])
e.add("Brain", {"mode": "Chase"})
brain = e.handle("Brain")
check.show(brain.mode)
brain.mode = "Idle"
check.show(brain.mode)
brain.mode = {"variant": "Wait", "seconds": 2.5}
check.show(brain.mode)
check.fails(setattr, brain, "mode", "Chse")
check.fails(setattr, brain, "mode", 5)
check.show(brain.mode, e.get("Brain"))
