# Python's lists have no gaps and its dictionaries no places: what cannot be a value is a key that is no name.
import check


def back(value):
    return engine.setting("none", value)


check.show(back([1, [2, [3]]]), back({"a": {"b": {"c": [1, 2]}}}))
check.show(back(["a", True, 1.5, Vec2(1, 2)]))
copy = back((1, 2, 3))
copy.append(4)
check.show(len(copy), copy)
check.fails(back, {1: 1, "x": 3})
check.fails(back, {2: 1})
check.fails(back, {True: 1})
check.fails(back, {None: 2})
check.fails(back, {1, 2})
