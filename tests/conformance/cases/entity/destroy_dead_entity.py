import check

e = entity.create()
entity.destroy(e)
check.fails(entity.destroy, e)
check.fails(e.destroy)
check.show(e.is_valid())
