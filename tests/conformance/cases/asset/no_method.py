import check

a = asset.load("a.txt", "text")
check.fails(lambda: a.get())
check.fails(lambda: a.is_load())
check.fails(lambda: a.path)
check.fails(lambda: a.colour)
