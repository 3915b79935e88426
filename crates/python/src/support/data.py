"""The methods of lists and tables in an entity's data that `data.rs` does not have itself.

Each works on the engine's own copy: a list is read, changed as Python changes lists, and written back whole, so what it
answers and raises is what Python's own lists do. Lists and tables inside come out as copies.

A table's names are its own: a field goes before a method. `items`, `keys` and `values`, which games use as names, are no
methods, so that `data.items` is None where there is nothing, as in every language; `data().items()` walks a copy.
"""


def _edit(name):
    change = getattr(list, name)

    def method(self, *arguments, **named):
        # An empty table may be meant as a list.
        items = self() or []
        answer = change(items, *arguments, **named)
        native.replace(self, items)
        return answer

    return _like(method, list, name)


def _ask(name):
    look = getattr(list, name)

    def method(self, *arguments):
        return look(self(), *arguments)

    return _like(method, list, name)


def _like(method, kind, name):
    method.__name__ = name
    method.__qualname__ = f"Data.{name}"
    method.__module__ = "glotta"
    method.__doc__ = getattr(kind, name).__doc__
    return method


def get_slice(self, place):
    return self()[place]


def set_slice(self, place, values):
    items = self()
    items[place] = values
    native.replace(self, items)


def remove_item(self, place):
    items = self()
    del items[place]
    native.replace(self, items)


_missing = object()


def get(self, name, default=None, /):
    value = self[name]
    return default if value is None else value


def setdefault(self, name, default=None, /):
    if name not in self:
        self[name] = default
    return self[name]


def pop(self, name, default=_missing, /):
    if name not in self:
        if default is _missing:
            raise KeyError(name)
        return default
    value = self[name]
    if type(value) is type(self):
        value = value()
    self[name] = None
    return value


def update(self, other=(), /, **named):
    if type(other) is type(self):
        other = other()
    for name, value in dict(other, **named).items():
        self[name] = value


def clear(self):
    for name in self():
        self[name] = None


LIST_METHODS = {
    name: _edit(name) for name in ("clear", "extend", "insert", "pop", "remove", "reverse", "sort")
} | {name: _ask(name) for name in ("copy", "count", "index")}
TABLE_METHODS = {
    name: _like(method, dict, name)
    for name, method in {"clear": clear, "get": get, "pop": pop, "setdefault": setdefault, "update": update}.items()
}
