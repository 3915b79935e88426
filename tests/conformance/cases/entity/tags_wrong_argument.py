import check

e, dead = entity.create(), check.dead()
for function in (entity.add_tag, entity.remove_tag, entity.has_tag):
    check.fails(function)
    check.fails(function, e)
    check.fails(function, e, 1)
    check.fails(function, e, None)
    check.fails(function, "e", "tag")
    check.fails(function, dead, "tag")
    check.fails(function, e, "tag", "tag")
check.fails(entity.tags)
check.fails(entity.tags, dead)
check.show(e.tags())
