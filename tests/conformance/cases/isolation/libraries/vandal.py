import builtins
import contextlib
import math

quietly = contextlib.suppress(Exception)
with quietly:
    math.floor = lambda number: "vandal"
with quietly:
    math.__dict__.clear()
with quietly:
    del builtins.len
with quietly:
    builtins.str = None
with quietly:
    __builtins__["print"] = None
with quietly:
    str.lower = None
with quietly:
    list.append = None
with quietly:
    Vec3.__add__ = None
with quietly:
    del Vec3.__add__
with quietly:
    type(entity.create()).is_valid = None
with quietly:
    entity.create = None
with quietly:
    vars(component).clear()
entity = component = engine = None
