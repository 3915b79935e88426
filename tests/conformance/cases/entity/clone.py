import check

e = entity.create()
e.set_name("Grunt")
e.add_tag("enemy")
e.add("Health", {"current": 5, "max": 10})
e.add("Bag", {"items": ["key"]})
e.add("Transform", {"translation": [1, 2, 3]})
e.data()["weapons"] = ["axe", "bow"]
copy = e.clone()
check.show(copy == e, copy.is_valid(), copy.name(), copy.tags())
check.show(copy.get("Health"), copy.get("Bag")["items"], copy.get_position())
check.show(copy.data()["weapons"][0], len(copy.data()["weapons"]))
# Nothing is shared.
copy.data()["weapons"][0] = "sword"
copy.set("Health", {"current": 1})
copy.add_tag("elite")
check.show(e.data()["weapons"][0], e.get("Health")["current"], e.tags())
# The lower index goes by the name.
check.show(entity.find_by_name("Grunt") == e, len(entity.find_by_tag("enemy")))
# The parent is the same; the children are copied when that is asked for.
child, grandchild = entity.create(), entity.create()
child.set_parent(e)
child.set_name("child")
grandchild.set_parent(child)
grandchild.set_name("grandchild")
check.show(e.clone().children(), len(e.clone(False).children()))
family = e.clone(children=True)
inner = family.children()[0]
check.show(inner == child, inner.name(), inner.children()[0].name(), inner.children()[0] == grandchild)
twin = child.clone()
check.show(twin.parent() == e, len(e.children()), e.children()[1] == twin)
# What has nothing is copied as well.
check.show(entity.create().clone().is_valid())
check.fails(entity.clone, check.dead())
check.fails(entity.clone, None)
check.fails(entity.clone, "e")
check.fails(entity.clone, e, "yes")
check.fails(entity.clone)
check.fails(entity.clone, e, True, 1)
