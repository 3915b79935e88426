import check

e = entity.create()
check.show(e.has_tag("enemy"), e.tags())
check.show(e.add_tag("fast"))
e.add_tag("enemy")
e.add_tag("enemy")
check.show(e.has_tag("enemy"), e.has_tag("Enemy"), entity.has_tag(e, "fast"))
check.show(entity.tags(e))
check.show(e.remove_tag("enemy"), e.remove_tag("enemy"), e.remove_tag("never"))
check.show(e.tags())
