"""The part of Glotta's Python that is written in Python: errors, the globals of scripts, imports, output.

It runs once, when the interpreter starts, with the functions of `native` and the types in `TYPES` in its globals.
"""

import builtins
import itertools
import sys
import types
import weakref

# Scripts can change what hangs on these modules, so what is needed later is taken now.
_ModuleType = types.ModuleType
_MethodType = types.MethodType
_real_import = builtins.__import__
_BUILTINS = dict(builtins.__dict__)

_INNER = 30
_OUTER = 10
_CHAIN = 3
_MOST_RECURSION = 1000


class ScriptError(Exception):
    """An error of the engine, or of a script in any language.

    `kind` says what kind of thing went wrong ("argument", "not-found", "type", …), `message` what; `source` and `line`
    say where, and `stack` is the whole story. Raise it with a message, and a kind if "runtime" does not fit.
    """

    def __init__(self, message="", kind="runtime", source=None, line=None, stack=None):
        super().__init__(message)
        self.message = message
        self.kind = kind
        self.source = source
        self.line = line
        self.stack = stack

    def __str__(self):
        if not self.source:
            return str(self.message)
        place = self.source if not self.line else f"{self.source}:{self.line}"
        return f"{place}: {self.message}"

    def __reduce__(self):
        return ScriptError, (self.message, self.kind, self.source, self.line, self.stack)


class _TypeError(ScriptError, TypeError):
    pass


class _LookupError(ScriptError, LookupError):
    pass


class _AttributeError(ScriptError, AttributeError):
    pass


class _IndexError(ScriptError, IndexError):
    pass


class _ImportError(ScriptError, ModuleNotFoundError):
    pass


class _MemoryError(ScriptError, MemoryError):
    pass


class Interrupted(BaseException):
    """The script has used up its time. It is no `Exception`, so that `except Exception` lets it through."""


for _class in (_TypeError, _LookupError, _AttributeError, _IndexError, _ImportError, _MemoryError):
    _class.__name__ = _class.__qualname__ = "ScriptError"
for _class in (ScriptError, Interrupted):
    _class.__module__ = "glotta"

_CLASSES = {
    "": ScriptError,
    "type": _TypeError,
    "argument": _TypeError,
    "not-found": _LookupError,
    "out-of-memory": _MemoryError,
    "attribute": _AttributeError,
    "index": _IndexError,
    "import": _ImportError,
}


def make_error(shape, message, kind, source, line, stack, error):
    """The exception for an error of ours; `shape` chooses which exception of Python's own it is too."""
    exception = _CLASSES.get(shape or kind, ScriptError)(message, kind, source, line, stack)
    exception._error = error
    return exception


def _clean(text):
    return text.encode("utf-8", "backslashreplace").decode("utf-8", "replace")


def _text_of(exception):
    try:
        name = type.__getattribute__(type(exception), "__name__")
    except BaseException:
        name = "exception"
    if isinstance(exception, SystemExit):
        code = exception.code
        return "the script called sys.exit()" if code is None else f"the script called sys.exit({code!r})"
    try:
        text = str(exception)
    except BaseException:
        return f"{name}: its __str__ fails"
    return _clean(f"{name}: {text}" if text else name)


def _is_script(frame):
    return "__glotta__" in frame.f_builtins


def _levels(trace):
    levels = []
    while trace is not None:
        if _is_script(trace.tb_frame):
            levels.append(trace)
        trace = trace.tb_next
    levels.reverse()
    return levels


def _column(trace):
    try:
        positions = trace.tb_frame.f_code.co_positions()
        column = next(itertools.islice(positions, trace.tb_lasti // 2, None))[2]
        return 0 if column is None else column + 1
    except Exception:
        return 0


def _named(trace):
    code = trace.tb_frame.f_code
    name = code.co_qualname
    if name == "<module>":
        name = ""
    return _clean(code.co_filename), trace.tb_lineno or 0, _clean(name)


def _frames(levels):
    hidden = len(levels) - _INNER - _OUTER
    if hidden <= 1:
        return [_named(level) for level in levels]
    shown = [_named(level) for level in levels[:_INNER]]
    shown.append((f"… {hidden} more", 0, ""))
    shown.extend(_named(level) for level in levels[-_OUTER:])
    return shown


def _chain(exception):
    """What led to an exception, in brackets."""
    parts = []
    seen = {id(exception)}
    while len(parts) < _CHAIN:
        if exception.__cause__ is not None:
            exception, how = exception.__cause__, "caused by"
        elif exception.__context__ is not None and not exception.__suppress_context__:
            exception, how = exception.__context__, "while handling"
        else:
            break
        if id(exception) in seen:
            break
        seen.add(id(exception))
        if isinstance(exception, ScriptError):
            text = _clean(str(exception.message))
        else:
            text = _text_of(exception)
        levels = _levels(exception.__traceback__)
        if levels:
            source, line, _ = _named(levels[0])
            text = f"{text} at {source}:{line}"
        parts.append(f"{how} {text}")
    return f" ({'; '.join(parts)})" if parts else ""


def describe(exception, compiling):
    """An exception as (kind, message, source, line, column, frames, error)."""
    levels = _levels(exception.__traceback__)
    frames = _frames(levels)
    source, line, column = "", 0, 0
    if levels:
        source, line, _ = frames[0]
        column = _column(levels[0])
    error = None
    if compiling and isinstance(exception, SyntaxError):
        kind, message = "syntax", _clean(str(exception.msg))
        source, line, column = exception.filename or "", exception.lineno or 0, exception.offset or 0
    elif compiling and isinstance(exception, (ValueError, RecursionError)):
        kind, message = "syntax", _clean(str(exception))
    elif isinstance(exception, ScriptError):
        kind, message = str(exception.kind), _clean(str(exception.message))
        error = getattr(exception, "_error", None)
        if exception.source:
            source, line, column = str(exception.source), exception.line or 0, 0
    elif isinstance(exception, Interrupted):
        kind, message = "timeout", "the script has used up its time"
    elif isinstance(exception, MemoryError):
        kind, message = "out-of-memory", "not enough memory"
    else:
        kind, message = "runtime", _text_of(exception) + _chain(exception)
    return kind, message, _clean(source), int(line), int(column), tuple(frames), error


class _Output:
    """Where texts go that scripts write: lines of the host's output."""

    encoding = "utf-8"
    errors = "backslashreplace"
    closed = False

    def __init__(self):
        self._pending = ""

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        *lines, pending = (self._pending + text).split("\n")
        self._pending = pending
        if pending:
            _unfinished.add(self)
        for line in lines:
            native.print(_clean(line))
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        text, self._pending = self._pending, ""
        if text:
            native.print(_clean(text))

    def isatty(self):
        return False

    def writable(self):
        return True

    def readable(self):
        return False


_unfinished = set()


def flush():
    """Puts out lines that were begun and not ended."""
    while _unfinished:
        _unfinished.pop().flush()


def _print_of(output):
    def print(*values, sep=" ", end="\n", file=None, flush=False):
        """Prints the values to the engine's output, or to `file`."""
        if file is not None:
            return _BUILTINS["print"](*values, sep=sep, end=end, file=file, flush=flush)
        text = (" " if sep is None else sep).join([str(value) for value in values])
        if (end is None or end == "\n") and not output._pending:
            native.print(_clean(text))
        else:
            output.write(text + ("\n" if end is None else end))
        if flush:
            output.flush()
        if output._pending:
            native.unfinished()

    return print


def _set_recursion_limit(limit):
    """Sets how deep calls may be nested; at most as deep as they may from the start."""
    if limit > _MOST_RECURSION:
        raise ValueError(f"the recursion limit cannot be more than {_MOST_RECURSION}")
    sys.setrecursionlimit(limit)


def _refuse_signals(*_arguments):
    raise ScriptError("signals belong to the game, not to its scripts")


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
    if name == "sys":
        own.setrecursionlimit = _set_recursion_limit
    elif name == "signal":
        own.signal = own.setitimer = own.alarm = own.set_wakeup_fd = _refuse_signals
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
        module = _real_import(name, {"__name__": "glotta"}, None, fromlist, 0)
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


def new_script(path, number, name, api):
    """The module of a script that has not run yet; `api` has the modules as (documentation, functions)."""
    own = _ModuleType("builtins", _BUILTINS["__doc__"])
    names = own.__dict__
    names.update(_BUILTINS)
    names.update(TYPES)
    glotta = _ModuleType("glotta", "The engine, as scripts see it.")
    glotta.__dict__.update(TYPES)
    for module_name, (doc, functions) in api.items():
        module = _ModuleType(module_name, doc)
        module.__dict__.update(functions)
        module.__getattr__ = _unknown_of(module_name)
        setattr(glotta, module_name, module)
        names[module_name] = module
    script = _Script()
    script.path = path
    script.number = number
    script.builtins = own
    script.glotta = glotta
    script.copies = {}
    script.packages = {}
    names["print"] = _print_of(_Output())
    names["__import__"] = _import_of(script)
    names["__glotta__"] = True
    module = _ModuleType(name)
    module.__file__ = path
    module.__builtins__ = names
    _register(name, module)
    return module


class _Help:
    """Shows the documentation of something: `help(entity.create)`."""

    def __repr__(self):
        return "Type help(object) for help about object."

    def __call__(self, *arguments):
        import pydoc

        if not arguments:
            return print_line(repr(self))
        text = pydoc.render_doc(arguments[0], renderer=pydoc.plaintext)
        print_line(text)


def print_line(text):
    native.print(_clean(text))


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
    sys.stdout = sys.__stdout__ = _Output()
    sys.stderr = sys.__stderr__ = _Output()
    sys.stdin = sys.__stdin__ = None
    sys.setrecursionlimit(_MOST_RECURSION)
    # The module takes over Ctrl-C when it is first imported; whoever calls this gives it back to the host.
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # Python's own way is to print it and go on.
    sys.unraisablehook = lambda arguments: None
