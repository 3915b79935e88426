import check

check.show(script.path())
check.fails(script.path, 1)
