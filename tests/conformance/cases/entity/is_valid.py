import check

e = entity.create()
check.show(entity.is_valid(e), e.is_valid(), entity.is_valid(check.dead()))
check.fails(entity.is_valid)
check.fails(entity.is_valid, None)
check.fails(entity.is_valid, "e")
check.fails(entity.is_valid, 0)
check.fails(entity.is_valid, e, e)
