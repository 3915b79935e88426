"""Scripts: their globals, their copies of the library, and what they import."""

import builtins
import sys
import types
import weakref

# Scripts can change what hangs on these modules, so what is needed later is taken now.
_ModuleType = types.ModuleType
_MethodType = types.MethodType
_real_import = builtins.__import__
_BUILTINS = dict(builtins.__dict__)
_PATH = sys.path

# Who stops a script waits for the lock as long as this; the usual 5 ms would be half of what is promised.
sys.setswitchinterval(0.001)


def _set_recursion_limit(limit):
    """Makes sure that calls may be nested that deep. The limit is one for all scripts, so it stays as it is, and one that
    is larger is an error."""
    if limit > sys.getrecursionlimit():
        raise ValueError(f"the recursion limit cannot be more than {sys.getrecursionlimit()}")


def _sleep_in_steps(seconds, sleep, now):
    """Sleeps in short steps, so that a script can be stopped while it does."""
    if (type(seconds) is not int and type(seconds) is not float) or not seconds > 0.05:
        return sleep(seconds)
    end = now() + seconds
    while True:
        left = end - now()
        if left <= 0:
            return None
        sleep(left if left < 0.05 else 0.05)


def _sleep_of(module):
    """The `sleep` of a script's copy of `time`. What has the globals of this file is never stopped, so it has its own."""
    steps = types.FunctionType(_sleep_in_steps.__code__, {"__builtins__": _BUILTINS})
    real, now = module.sleep, module.monotonic
    scope = {"__builtins__": _BUILTINS, "steps": steps, "real": real, "now": now}
    return eval("lambda seconds, /: steps(seconds, real, now)", scope)


def _own(script, module):
    """The script's own copy of a module of the library, so that changing it changes nothing for others."""
    if type(module) is not _ModuleType:
        return module
    own = script.copies.get(module.__name__)
    if own is not None:
        return own
    name = module.__name__
    if name == "builtins":
        return script.builtins
    own = _ModuleType(name)
    own.__dict__.update(module.__dict__)
    script.copies[name] = own
    inner = f"{name}."
    for key, value in module.__dict__.items():
        if type(value) is _ModuleType and (value.__name__.startswith(inner) or (name == "os" and key == "path")):
            setattr(own, key, _own(script, value))
    _refuse_in(own, module)
    if name == "sys":
        own.setrecursionlimit = _set_recursion_limit
        own.modules = types.MappingProxyType(module.modules)
        own.path = list(module.path)
    elif name == "time":
        own.sleep = _sleep_of(module)
    elif name == "random":
        # The generator behind the module's functions is the script's own too, and the same on every run.
        generator = module.Random(script.path)
        for key, value in module.__dict__.items():
            if getattr(value, "__self__", None) is module._inst:
                setattr(own, key, getattr(generator, key))
        own._inst = generator
    return own


class _Script:
    __slots__ = ("path", "number", "builtins", "glotta", "copies", "packages")


def _import_of(script):
    def package(name):
        found = script.packages.get(name)
        if found is None:
            found = script.packages[name] = _ModuleType(name)
            found.__path__ = []
        return found

    def bound(name, module):
        """What `import a.b.c` gives: `a`, with `b` in it, with `c` in it."""
        parts = name.split(".")
        if len(parts) == 1:
            return module
        for end in range(len(parts) - 1, 0, -1):
            outer = package(".".join(parts[:end]))
            setattr(outer, parts[end], module)
            module = outer
        return module

    def of_library(name, fromlist):
        own = script.copies.get("sys")
        path = own and own.path
        if path is None or path == _PATH:
            module = _real_import(name, {"__name__": "glotta"}, None, fromlist, 0)
        else:
            # The script's own folders count for its own imports.
            sys.path = path
            try:
                module = _real_import(name, {"__name__": "glotta"}, None, fromlist, 0)
            finally:
                sys.path = _PATH
        if type(module) is weakref.ProxyType:
            # A script of another language of this process, or one that is not to be found under this name.
            raise ModuleNotFoundError(name=name)
        if not fromlist:
            # The inner module has to be there when the script asks its own copy for it.
            own = _own(script, module)
            parts, outer, real = name.split("."), own, module
            for part in parts[1:]:
                real = getattr(real, part)
                inner = _own(script, real)
                if getattr(outer, part, None) is not inner and type(outer) is _ModuleType:
                    setattr(outer, part, inner)
                outer = inner
            return own
        own = _own(script, module)
        for part in fromlist:
            inner = getattr(module, part, None)
            if type(inner) is _ModuleType and inner.__name__ == f"{name}.{part}":
                setattr(own, part, _own(script, inner))
        return own

    def __import__(name, globals=None, locals=None, fromlist=(), level=0):
        """Finds a script beside this one or from the project's root, or a module of the library."""
        if not isinstance(name, str):
            raise TypeError(f"the name of a module must be str, not {type(name).__name__}")
        if level == 0:
            if not name:
                raise ValueError("Empty module name")
            if name == "glotta":
                for part in fromlist or ():
                    if part != "*" and not hasattr(script.glotta, part):
                        # The interpreter's own error would not say what is near.
                        native.unknown_function(name, part, True)
                return script.glotta
            if not fromlist:
                known = script.copies.get(name)
                if known is not None:
                    return known
        elif level > 1:
            raise _ImportError("a relative import reaches no further than the script's own folder", "not-found")
        missing = ""
        if name:
            found = native.resolve(script.path, script.number, name)
            if not isinstance(found, str):
                return found if fromlist else bound(name, found)
            missing = found
        if level == 0:
            try:
                return of_library(name, fromlist)
            except ModuleNotFoundError as error:
                if error.name is None or not (name == error.name or name.startswith(f"{error.name}.")):
                    raise
        if fromlist:
            # `from folder import script`
            outer = package(name)
            for part in fromlist:
                whole = f"{name}.{part}" if name else part
                found = native.resolve(script.path, script.number, whole)
                if isinstance(found, str):
                    missing = missing or found
                    break
                setattr(outer, part, found)
            else:
                return outer
        native.no_module(missing)

    return __import__


def _register(name, module):
    """Lets the library find a script's module by the name that its classes have (`dataclasses` does), as long as it is
    there. A name of the library's own stays the library's."""
    if name.split(".")[0] in sys.stdlib_module_names:
        return
    known = sys.modules.get(name)
    if known is not None and type(known) is not weakref.ProxyType:
        return
    # Several languages of one process can have scripts of one name, and so have the old and the new code of a reload.
    living = _registered.setdefault(name, [])

    def forget(gone):
        living[:] = [proxy for proxy in living if proxy is not gone]
        if sys.modules.get(name) is gone:
            if living:
                sys.modules[name] = living[-1]
            else:
                del sys.modules[name]

    living.append(weakref.proxy(module, forget))
    sys.modules[name] = living[-1]


_registered = {}


def _unknown_of(module):
    def __getattr__(name):
        if name[:2] == "__" and name[-2:] == "__":
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        native.unknown_function(module, name)

    return __getattr__


def new_script(path, number, name, api, owner):
    """The module of a script that has not run yet; `api` has the modules as (documentation, functions)."""
    own = _ModuleType("builtins", _BUILTINS["__doc__"])
    names = own.__dict__
    names.update(_BUILTINS)
    names.update(TYPES)
    glotta = _ModuleType("glotta", "The engine, as scripts see it.")
    glotta.__dict__.update(TYPES)
    glotta.__getattr__ = _unknown_of("glotta")
    for module_name, (doc, functions) in api.items():
        module = _ModuleType(module_name, doc)
        module.__dict__.update(functions)
        module.__getattr__ = _unknown_of(module_name)
        setattr(glotta, module_name, module)
        names[module_name] = module
    _ignored_counts.clear()
    script = _Script()
    script.path = path
    script.number = number
    script.builtins = own
    script.glotta = glotta
    script.copies = {}
    script.packages = {}
    names["print"] = _print_of(script, _Output(owner))
    names["__import__"] = _import_of(script)
    names["__glotta__"] = True
    module = _ModuleType(name)
    module.__file__ = path
    module.__builtins__ = names
    _register(name, module)
    return module


def install():
    """Makes the interpreter ready for scripts."""
    TYPES["ScriptError"] = ScriptError
    _BUILTINS["help"] = _Help()
    for name in ("exit", "quit"):
        _BUILTINS.pop(name, None)
    glotta = _ModuleType("glotta", "The types of the engine; scripts get the functions too.")
    glotta.__dict__.update(TYPES)
    glotta.Interrupted = Interrupted
    sys.modules["glotta"] = glotta
    sys.stdout = sys.__stdout__ = _STDOUT
    sys.stderr = sys.__stderr__ = _STDERR
    sys.stdin = sys.__stdin__ = None
    # The module takes over Ctrl-C when it is first imported; whoever calls this gives it back to the host.
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.unraisablehook = _ignored
