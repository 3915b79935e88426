import check

e = entity.create()
e.add("Transform", {"translation": Vec3(1, 2, 3)})
transform = e.handle("Transform")
place = transform.translation
check.show(place == Vec3(1, 2, 3), place + place, place * 2, -place, place.x + place.y)
transform.translation += Vec3(1, 1, 1)
check.show(transform.translation)
e.set_position(transform.translation)
e.data().home = transform.translation
transform.translation = Vec3(0, 0, 0)
check.show(e.data().home, e.get_position())
