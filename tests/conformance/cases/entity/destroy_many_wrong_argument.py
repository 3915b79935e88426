import check

e = entity.create()
check.fails(entity.destroy_many)
check.fails(entity.destroy_many, e)
check.fails(entity.destroy_many, "all")
check.fails(entity.destroy_many, [1])
check.fails(entity.destroy_many, [e, [e]])
check.fails(entity.destroy_many, {"first": e})
check.fails(entity.destroy_many, [e], [e])
check.show(e.is_valid())
