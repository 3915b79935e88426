# What a value may not be is different in each language: Python's strings can be surrogates, its integers wider than 64
# bits, and its dictionaries have keys of any type.
import operator

import check

e = entity.create()
data = e.data()
check.fails(setattr, data, "f", lambda: None)
check.fails(setattr, data, "f", {"deep": {"f": print}})
check.fails(setattr, data, "generator", (i for i in range(3)))
check.fails(setattr, data, "bad", "\ud800")
check.fails(setattr, data, "wide", 2**63)
check.fails(setattr, data, "keys", {1: 1, "x": 3})
check.fails(setattr, data, "keys", {True: 1})
check.fails(setattr, data, "keys", {None: 1})
check.fails(setattr, data, "raw", b"bytes")
check.fails_somehow(operator.setitem, data, True, 1)
check.fails_somehow(operator.setitem, data, 1, 1)
check.show(data())
