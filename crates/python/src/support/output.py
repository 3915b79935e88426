"""Output: where `print` and what is written to `sys.stdout` go, and the documentation that `help` shows."""

import builtins
import sys


class _Output:
    """Where texts go that scripts write: lines of the host's output."""

    encoding = "utf-8"
    errors = "backslashreplace"
    closed = False

    def __init__(self, owner=0):
        self._pending = ""
        # The language whose engine gets it; 0 for whichever runs.
        self._owner = owner

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        *lines, pending = (self._pending + text).split("\n")
        self._pending = pending
        if pending:
            _unfinished.add(self)
            native.unfinished()
        for line in lines:
            native.print(_clean(line), self._owner)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        text, self._pending = self._pending, ""
        if text:
            native.print(_clean(text), self._owner)

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


def _print_of(script, output):
    def print(*values, sep=" ", end="\n", file=None, flush=False):
        """Prints the values to the engine's output, or to `file`."""
        if file is None:
            # What a script, or `contextlib.redirect_stdout` for it, has put in place of the engine's output.
            own = script.copies.get("sys")
            file = sys.stdout if own is None or own.stdout is _STDOUT else own.stdout
            if file is None:
                return None
        if file is not _STDOUT:
            return _BUILTINS["print"](*values, sep=sep, end=end, file=file, flush=flush)
        text = (" " if sep is None else sep).join([str(value) for value in values])
        if (end is None or end == "\n") and not output._pending:
            native.print(_clean(text), output._owner)
        else:
            output.write(text + ("\n" if end is None else end))
        if flush:
            output.flush()

    return print


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
    native.print(_clean(text), 0)


_STDOUT = _Output()
_STDERR = _Output()
