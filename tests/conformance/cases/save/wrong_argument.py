import check

for name in ["read", "remove", "write"]:
    f = getattr(save, name)
    check.fails(f)
    check.fails(f, None)
    check.fails(f, 1)
    check.fails(f, {})
    check.fails(f, "a", 1, 2)
check.fails(save.write, "a")
check.fails(save.list, 1)
check.show(save.list())
