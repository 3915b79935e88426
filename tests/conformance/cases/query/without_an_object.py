# Each language says in its own way that a method was called on nothing, or on something else.
import check

healthy = query.create(["Health"])
count = type(healthy).count
check.fails(count)
check.fails(count, 5)
check.fails(count, entity.create())
check.fails(type(healthy).contains, entity.create())
none = None
check.fails(lambda: none.count())
