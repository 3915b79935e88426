"""Errors: the exceptions of the engine, and what an exception of a script says.

Scripts make exceptions of their own, and what those answer when they are asked may fail, lie or be of any type. So what
every exception has is asked of `BaseException` itself, and the rest is asked where a failure does no harm.
"""

import itertools

_INNER = 30
_OUTER = 10
_CHAIN = 3


class ScriptError(Exception):
    """An error of the engine, or of a script in any language.

    `kind` says what kind of thing went wrong ("argument", "not-found", "type", …), `message` what; `source` and `line`
    say where, and `stack` is the whole story. Raise it with a message, and a kind if "runtime" does not fit.
    """

    def __new__(cls, message="", kind="runtime", *rest, **named):
        if cls is ScriptError and isinstance(kind, str):
            cls = _CLASSES.get(kind, cls)
        return super().__new__(cls, message)

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
    """The script has used up its time. It is no `Exception`, so that `except Exception` lets it through; a script that
    catches it all the same is interrupted again."""


for _class in (ScriptError, _TypeError, _LookupError, _AttributeError, _IndexError, _ImportError, _MemoryError):
    _class.__name__ = _class.__qualname__ = "ScriptError"
    _class.__module__ = "glotta"
Interrupted.__module__ = "glotta"

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


_traceback_of = BaseException.__dict__["__traceback__"].__get__
_cause_of = BaseException.__dict__["__cause__"].__get__
_context_of = BaseException.__dict__["__context__"].__get__
_suppresses_context = BaseException.__dict__["__suppress_context__"].__get__
_mro_of = type.__dict__["__mro__"].__get__
_name_of_type = type.__dict__["__name__"].__get__


def _clean(text):
    """The text without surrogates, as a string that is nothing but that."""
    return str.encode(text, "utf-8", "backslashreplace").decode("utf-8", "replace")


def _is(exception, kind):
    """Whether it is one, and not whether it says so."""
    return kind in _mro_of(type(exception))


def _name_of(exception):
    return _clean(_name_of_type(type(exception)))


def _shown(value, failing):
    """The text of something of a script's own."""
    try:
        return _clean(str.__str__(str(value)))
    except BaseException:
        return failing


def _text_of(exception):
    name = _name_of(exception)
    if _is(exception, SystemExit):
        try:
            code = exception.code
            shown = "" if code is None else str.__str__(repr(code))
        except BaseException:
            shown = "…"
        return _clean(f"the script called sys.exit({shown})")
    if _is(exception, ScriptError):
        return _message_of(exception)
    text = _shown(exception, None)
    if text is None:
        return f"{name}: its __str__ fails"
    return f"{name}: {text}" if text else name


def _message_of(error):
    """The message of a ScriptError, which its class may be derived from, and which a script may have changed."""
    try:
        return _clean(str.__str__(str(error.message)))
    except BaseException:
        return f"{_name_of(error)}: its message cannot be shown"


def _number(value):
    return int(value) if type(value) is int and 0 <= value < 1 << 32 else 0


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
    return _clean(code.co_filename), _number(trace.tb_lineno), _clean(name)


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
        cause, context = _cause_of(exception), _context_of(exception)
        if cause is not None:
            exception, how = cause, "caused by"
        elif context is not None and not _suppresses_context(exception):
            exception, how = context, "while handling"
        else:
            break
        if id(exception) in seen:
            break
        seen.add(id(exception))
        text = _text_of(exception)
        levels = _levels(_traceback_of(exception))
        if levels:
            source, line, _ = _named(levels[0])
            text = f"{text} at {source}:{line}"
        parts.append(f"{how} {text}")
    return f" ({'; '.join(parts)})" if parts else ""


def describe(exception, compiling):
    """An exception as (kind, message, source, line, column, frames, error)."""
    levels = _levels(_traceback_of(exception))
    frames = _frames(levels)
    source, line, column = "", 0, 0
    if levels:
        source, line, _ = frames[0]
        column = _column(levels[0])
    error = None
    if compiling and _is(exception, SyntaxError):
        kind, message = "syntax", _clean(str(exception.msg))
        source, line, column = exception.filename or "", exception.lineno or 0, exception.offset or 0
    elif compiling and (_is(exception, ValueError) or _is(exception, RecursionError)):
        kind, message = "syntax", _clean(str(exception))
    elif _is(exception, ScriptError):
        message = _message_of(exception)
        try:
            kind = _clean(str.__str__(str(exception.kind)))
            error = getattr(exception, "_error", None)
            if exception.source:
                source, line, column = str.__str__(str(exception.source)), exception.line, 0
        except BaseException:
            kind = "runtime"
    elif _is(exception, Interrupted):
        kind, message = "timeout", "the script has used up its time"
    elif _is(exception, MemoryError):
        kind, message = "out-of-memory", "not enough memory"
    else:
        kind, message = "runtime", _text_of(exception) + _chain(exception)
    return kind, message, _clean(source), _number(line), _number(column), tuple(frames), error


# How often each exception that went nowhere was raised since a script was loaded last.
_ignored_counts = {}


def _count_ignored(text):
    """How often it was, or 0 if that is not to be told: as `Repeats` of the other languages counts."""
    if len(_ignored_counts) >= 1000 and text not in _ignored_counts:
        _ignored_counts.clear()
    count = _ignored_counts[text] = _ignored_counts.get(text, 0) + 1
    return count if count < 10 or not str(count)[1:].strip("0") and str(count)[0] == "1" else 0


def _ignored(arguments):
    """Says that an exception went nowhere, as those of finalisers do. Python would print it to the process's output."""
    exception = arguments.exc_value
    if exception is None or _is(exception, Interrupted):
        # The script is interrupted again elsewhere.
        return
    try:
        name = _clean(str.__str__(arguments.object.__qualname__))
    except BaseException:
        name = _clean(_name_of_type(type(arguments.object)))
    levels = _levels(_traceback_of(exception))
    place = ""
    if levels:
        source, line, _ = _named(levels[0])
        place = f"{source}:{line}: "
    text = f"an exception was raised where nothing can catch it, in {name}: {_text_of(exception)}{_chain(exception)}"
    count = _count_ignored(place + text)
    if count:
        native.print(place + text + (f" ({count} times by now)" if count >= 10 else ""), 0)
