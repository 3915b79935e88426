import check

e = entity.create()
e.add("Transform", {"scale": Vec3(2, 2, 2)})
check.show(e.get("Transform"))
e.set("Transform", {"translation": (1, 2, 3)})
check.show(e.get("Transform"))
