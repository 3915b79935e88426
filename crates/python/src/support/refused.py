"""What the library offers to a whole process, and would do to the game: a script's copies of its modules refuse it.

It keeps scripts from doing by mistake what nobody could undo. What the library's own modules call stays as it is.
"""


def _refusing(why):
    def refuse(*_arguments, **_named):
        raise ScriptError(why)

    return refuse


_NO_SIGNALS = _refusing("signals belong to the game, not to its scripts")
_NO_EXIT = _refusing("that would end the whole game at once: `sys.exit()` ends this call only")
_NO_COPY = _refusing("that would make a second game of this one: start another program by `subprocess`")
_NO_OTHER = _refusing("that would put another program in the place of the game: start it by `subprocess`")
_NO_CRASH = _refusing("that would end the whole game at once: raise an exception")
_NO_SETTING = _refusing("that is set once for all scripts and by it they can be stopped: it belongs to the game")
_NO_ATEXIT = _refusing(
    "nothing that is given to `atexit` would run, since the interpreter never ends: use `engine.on_cleanup`"
)
_NO_COLLECTOR = _refusing("the collector is one for all scripts: it belongs to the game")

_PROCESS = {
    **dict.fromkeys(["_exit", "abort"], _NO_EXIT),
    **dict.fromkeys(["fork", "forkpty"], _NO_COPY),
    **dict.fromkeys(["execl", "execle", "execlp", "execlpe", "execv", "execve", "execvp", "execvpe"], _NO_OTHER),
}

_REFUSED = {
    "os": _PROCESS,
    "posix": _PROCESS,
    "nt": _PROCESS,
    "signal": dict.fromkeys(
        [
            "alarm",
            "pause",
            "pthread_kill",
            "pthread_sigmask",
            "raise_signal",
            "set_wakeup_fd",
            "setitimer",
            "siginterrupt",
            "signal",
            "sigtimedwait",
            "sigwait",
            "sigwaitinfo",
        ],
        _NO_SIGNALS,
    ),
    "faulthandler": {
        **dict.fromkeys(
            ["_fatal_error_c_thread", "_read_null", "_sigabrt", "_sigfpe", "_sigsegv", "_stack_overflow"], _NO_CRASH
        ),
        **dict.fromkeys(["disable", "dump_traceback_later", "enable", "register", "unregister"], _NO_SIGNALS),
    },
    "sys": dict.fromkeys(["setprofile", "setswitchinterval", "settrace"], _NO_SETTING),
    "threading": dict.fromkeys(
        ["setprofile", "setprofile_all_threads", "settrace", "settrace_all_threads"], _NO_SETTING
    ),
    "gc": dict.fromkeys(["freeze", "set_debug", "set_threshold"], _NO_COLLECTOR),
    "atexit": dict.fromkeys(["register", "_run_exitfuncs", "_clear"], _NO_ATEXIT),
}


def _kill_of(module):
    """The `kill` of a script's copy of `os`, for other processes than this one."""
    kill, own, group = module.kill, module.getpid, getattr(module, "getpgrp", module.getpid)

    def kill_another(pid, signal, /):
        if signal and pid in (0, -1, own(), -group()):
            _NO_EXIT()
        return kill(pid, signal)

    return kill_another


def _refuse_in(own, module):
    """Puts refusals in the place of what a script's copy of a module must not do."""
    for name, refuse in _REFUSED.get(module.__name__, {}).items():
        if hasattr(module, name):
            setattr(own, name, refuse)
    if module.__name__ in ("os", "posix"):
        own.kill = _kill_of(module)
    elif module.__name__ == "gc":
        # Those of the interpreter are called in whatever script runs.
        own.callbacks = ()
