import check


def back(value):
    return engine.setting("none", value)


def double(x):
    return 2 * x


def fail():
    raise RuntimeError("no")


same = back(double)
check.show(same(21), same == double)
check.show(back({"f": double})["f"](4))
count = 0


def counter():
    global count
    count += 1
    return count


handed_back = back(counter)
handed_back()
handed_back()
check.show(count)
check.fails_somehow(back(fail))
