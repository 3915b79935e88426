import builtins
import contextlib

with contextlib.suppress(Exception):
    entity.create = None
with contextlib.suppress(Exception):
    del entity.create
with contextlib.suppress(Exception):
    vars(entity)["create"] = None
with contextlib.suppress(Exception):
    str.upper = None
with contextlib.suppress(Exception):
    list.append = None
with contextlib.suppress(Exception):
    Vec3.__add__ = None
with contextlib.suppress(Exception):
    type(entity.create()).is_valid = None
with contextlib.suppress(Exception):
    del __builtins__["len"]
with contextlib.suppress(Exception):
    print = None
with contextlib.suppress(Exception):
    del Vec3
entity = component = engine = None
