"""How cases print, so that one expected output serves every language: each has a file `check` that offers the same."""

import inspect
import math

from glotta import ScriptError, entity


def _number(value):
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    text = f"{value:.9g}"
    return text if "." in text or "e" in text else text + ".0"


def _escaped(character):
    if character < " " or character in '"\\\x7f':
        return f"\\x{ord(character):02x}"
    return character


def text(value):
    """A value as text: nothing, true, 1, 1.0, "text", [1, 2], {a = 1}, Vec3(1, 2, 3)."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, str):
        return '"' + "".join(map(_escaped, value)) + '"'
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(text, value)) + "]" if value else "empty"
    if isinstance(value, dict):
        parts = sorted(f"{name} = {text(item)}" for name, item in value.items())
        return "{" + ", ".join(parts) + "}" if parts else "empty"
    if inspect.isroutine(value):
        return "function"
    return str(value)


def show(*values):
    """Prints values as text, separated by commas; `nothing` for the result of a function that has none."""
    print(", ".join(map(text, values)) if values else "nothing")


def fails(function, *arguments, **named):
    """Calls a function that should fail, and prints the error as `kind: message`."""
    try:
        function(*arguments, **named)
    except ScriptError as error:
        print(f"{error.kind}: {error.message}")
    except Exception as error:
        print(f"an error of the language's own: {type(error).__name__}: {error}")
    else:
        print("no error")


def fails_somehow(function, *arguments, **named):
    """Calls a function that should fail, and prints the kind of the error only.

    It is for messages that each language words in its own way, or that are not worth pinning down.
    """
    try:
        function(*arguments, **named)
    except ScriptError as error:
        print(error.kind)
    except SyntaxError:
        print("syntax")
    except Exception:
        print("runtime")
    else:
        print("no error")


def dead():
    """An entity that is gone."""
    e = entity.create()
    entity.destroy(e)
    return e
