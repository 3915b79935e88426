import check

a, b = entity.create(), entity.create()


def back(value):
    return engine.setting("none", value)


check.show(back(a) == a, back(a) == b, back([a, b])[1] == b, back({"who": a})["who"] == a)
# An entity that is gone is still that entity.
b.destroy()
check.show(back(b) == b, back(b).is_valid())
