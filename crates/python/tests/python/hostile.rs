//! Scripts that do their worst: each ends in an error or in nothing, and the next one runs as if it had not been.

use glotta_core::{ErrorKind, Language, Value};

use crate::bench::Bench;

#[test]
fn an_error_has_its_place_its_frames_and_its_causes() {
    let error = Bench::new().fails(
        "def inner():\n    try:\n        int('x')\n    except ValueError as e:\n        raise KeyError('k') from e\n\n\
         def run():\n    inner()\n",
    );
    assert_eq!((error.kind(), error.source(), error.line()), (ErrorKind::Runtime, "main.py", Some(5)));
    assert_eq!(error.column(), Some(9));
    let functions: Vec<&str> = error.frames().iter().map(|frame| frame.function.as_str()).collect();
    assert_eq!(functions, ["inner", "run"]);
    assert!(error.message().starts_with("KeyError: 'k' (caused by ValueError: "), "{error}");
    assert!(error.message().ends_with("at main.py:3)"), "{error}");
}

#[test]
fn a_text_that_is_no_program_has_its_place() {
    let error = Bench::new().fails("x = 1\ny = = 2\n");
    assert_eq!((error.kind(), error.line(), error.column()), (ErrorKind::Syntax, Some(2), Some(5)));
    let error = Bench::new().fails("x = 1\ny = '\0'\n");
    assert_eq!((error.kind(), error.line()), (ErrorKind::Syntax, Some(2)));
}

#[test]
fn recursion_without_end_is_an_error() {
    for text in [
        "def run(): return run()",
        "class A:\n    def __getattr__(self, n): return getattr(self, n + 'x')\nA().a",
        "class A:\n    def __eq__(self, other): return self == other\nA() == A()",
        "class A:\n    def __lt__(self, other): return sorted([self, other])\nsorted([A(), A()])",
        "def f(x): return sorted([1, 2], key=f)\nf(1)",
        "class A:\n    def __repr__(self): return repr([self])\nrepr(A())",
        "class A:\n    def __hash__(self): return hash((self, 1))\nhash(A())",
        "class A:\n    def __str__(self): return str(self)\nprint(A())",
        "class A:\n    def __getattribute__(self, n): return self.x\nA().a",
        "def g(): yield from g()\nlist(g())",
        "class A:\n    def __del__(self): A()\nimport functools\nf = lambda: f()\nf = functools.partial(f)\nf = functools.partial(lambda: f())\nf()",
        "a = []\nfor i in range(100000): a = [a]\nrepr(a)",
        "class E(Exception):\n    def __str__(self): raise E()\ndef run():\n    try: run()\n    except RecursionError: raise",
    ] {
        let error = Bench::new().fails(text);
        assert!(error.message().contains("recursion"), "{text}: {error}");
        assert!(error.frames().len() <= 41, "{text}: {}", error.frames().len());
    }
    let error = Bench::new().fails("import sys\nsys.setrecursionlimit(10**9)");
    assert!(error.message().contains("recursion limit"), "{error}");
    let deep = format!("x = {}1{}", "(".repeat(5000), ")".repeat(5000));
    assert_eq!(Bench::new().fails(&deep).kind(), ErrorKind::Syntax);
    let deep = format!("x = {}1", "-".repeat(100_000));
    assert!(matches!(Bench::new().fails(&deep).kind(), ErrorKind::Syntax | ErrorKind::OutOfMemory));
}

#[test]
fn leaving_the_process_is_an_error() {
    let error = Bench::new().fails("import sys\nsys.exit(3)");
    assert_eq!(error.message(), "the script called sys.exit(3)");
    assert_eq!(Bench::new().fails("raise KeyboardInterrupt").message(), "KeyboardInterrupt");
    assert_eq!(Bench::new().fails("raise SystemExit").message(), "the script called sys.exit()");
    assert!(Bench::new().run("exit()").is_err());
    // Caught as any other, where a script says so.
    let text = "import sys\ntry: sys.exit()\nexcept SystemExit: pass\ntry: raise KeyboardInterrupt\nexcept KeyboardInterrupt: pass";
    assert_eq!(Bench::new().run(text), Ok(Value::Null));
    let text = "import signal, os\nos.kill(os.getpid(), 0)\nsignal.signal(signal.SIGINT, print)";
    assert_eq!(Bench::new().fails(text).message(), "signals belong to the game, not to its scripts");
}

#[test]
fn what_would_end_or_copy_the_process_is_an_error() {
    for (text, reason) in [
        ("import os\nos._exit(7)", "that would end the whole game at once: `sys.exit()` ends this call only"),
        (
            "from os import abort\nabort()",
            "that would end the whole game at once: `sys.exit()` ends this call only",
        ),
        (
            "import posix\nposix._exit(7)",
            "that would end the whole game at once: `sys.exit()` ends this call only",
        ),
        (
            "import os\nos.kill(os.getpid(), 9)",
            "that would end the whole game at once: `sys.exit()` ends this call only",
        ),
        (
            "import os\nos.kill(0, 15)",
            "that would end the whole game at once: `sys.exit()` ends this call only",
        ),
        (
            "import os\nos.fork()",
            "that would make a second game of this one: start another program by `subprocess`",
        ),
        (
            "import os\nos.execlp('true', 'true')",
            "that would put another program in the place of the game: start it by `subprocess`",
        ),
        (
            "import faulthandler\nfaulthandler._sigsegv()",
            "that would end the whole game at once: raise an exception",
        ),
        (
            "import signal\nsignal.raise_signal(signal.SIGTERM)",
            "signals belong to the game, not to its scripts",
        ),
        ("import signal\nsignal.sigwait({signal.SIGINT})", "signals belong to the game, not to its scripts"),
        (
            "import atexit\natexit.register(print)",
            "nothing that is given to `atexit` would run, since the interpreter never ends: use `engine.on_cleanup`",
        ),
    ] {
        assert_eq!(Bench::new().fails(text).message(), reason, "{text}");
    }
    // Other programs can be started, and ended.
    let text = "import os, signal, subprocess\nother = subprocess.Popen(['sleep', '600'])\n\
                os.kill(other.pid, signal.SIGKILL)\nassert other.wait() == -9\nos.kill(os.getpid(), 0)";
    assert_eq!(Bench::new().run(text), Ok(Value::Null));
}

#[test]
fn what_is_set_once_for_all_scripts_is_not_theirs_to_set() {
    let stop = "that is set once for all scripts and by it they can be stopped: it belongs to the game";
    let collector = "the collector is one for all scripts: it belongs to the game";
    for (text, reason) in [
        // The lock would change hands once in 1000 seconds: nobody could stop a script.
        ("import sys\nsys.setswitchinterval(1000)", stop),
        ("import sys\nsys.settrace(lambda *a: None)", stop),
        ("import threading\nthreading.settrace(lambda *a: None)", stop),
        ("import gc\ngc.set_threshold(0)", collector),
        ("import gc\ngc.freeze()", collector),
    ] {
        assert_eq!(Bench::new().fails(text).message(), reason, "{text}");
    }
    // What a script would have called at each collection, it would also have called in others.
    let error = Bench::new().fails("import gc\ngc.callbacks.append(print)");
    assert_eq!(error.message(), "AttributeError: 'tuple' object has no attribute 'append'");
    assert_eq!(Bench::new().run("import gc\nassert gc.collect() >= 0 and gc.isenabled()"), Ok(Value::Null));
}

#[test]
fn an_exception_that_cannot_be_shown_is_an_error() {
    let text = "class E(Exception):\n    def __str__(self): raise RuntimeError('no')\nraise E";
    assert_eq!(Bench::new().fails(text).message(), "E: its __str__ fails");
    let text = "class E(BaseException):\n    def __str__(self): import sys; sys.exit()\nraise E";
    assert_eq!(Bench::new().fails(text).message(), "E: its __str__ fails");
}

#[test]
fn an_exception_that_lies_about_itself_is_told_as_it_is() {
    for (text, message) in [
        ("class E(Exception):\n    __class__ = property(lambda self: ScriptError)\nraise E('x')", "E: x"),
        ("class E(Exception):\n    __class__ = property(lambda self: 1 / 0)\nraise E('x')", "E: x"),
        (
            "class E(Exception):\n    __traceback__ = __cause__ = __context__ = __suppress_context__ = 7\nraise E('x')",
            "E: x",
        ),
        (
            "class E(Exception):\n    @property\n    def __traceback__(self): raise KeyError\n    __cause__ = __traceback__\nraise E('x')",
            "E: x",
        ),
        ("class E(Exception):\n    def __str__(self): return 7\nraise E", "E: its __str__ fails"),
        (
            "class S(str):\n    def encode(self, *a): raise KeyError\n    __format__ = __bool__ = __len__ = encode\n\
             class E(Exception):\n    def __str__(self): return S('x')\nraise E",
            "E: x",
        ),
        (
            "class M(type):\n    __name__ = property(lambda self: 1 / 0)\n    __mro__ = ()\n\
             class E(Exception, metaclass=M): pass\nraise E('x')",
            "E: x",
        ),
        (
            "class C:\n    def __repr__(self): raise KeyError\nraise SystemExit(C())",
            "the script called sys.exit(…)",
        ),
        (
            "class E(SystemExit):\n    code = property(lambda self: 1 / 0)\nraise E",
            "the script called sys.exit(…)",
        ),
        (
            "class S(ScriptError):\n    message = property(lambda self: 1 / 0, lambda self, v: None)\nraise S('x')",
            "S: its message cannot be shown",
        ),
        ("e = ScriptError('m')\ne.kind = e.source = e.line = object()\nraise e", "m"),
        ("e = ScriptError('m', [], 'f.py', -1)\nraise e", "m"),
        ("e = ScriptError('m')\ndel e.kind\nraise e", "m"),
        ("e = ScriptError('m')\ne._error = 7\nraise e", "m"),
        ("raise ScriptError", ""),
        (
            "raise ExceptionGroup('several', [ValueError(1), KeyError(2)])",
            "ExceptionGroup: several (2 sub-exceptions)",
        ),
        (
            "e = ValueError('a')\nf = ValueError('b')\ne.__cause__ = f\nf.__cause__ = e\nraise e",
            "ValueError: a (caused by ValueError: b)",
        ),
        ("raise StopIteration(3)", "StopIteration: 3"),
        ("raise GeneratorExit", "GeneratorExit"),
    ] {
        let error = Bench::new().fails(text);
        assert_eq!(
            (error.message(), error.source()),
            (message, if text.contains("'f.py'") { "f.py" } else { error.source() }),
            "{text}"
        );
        assert!(
            error.source() == "f.py" || error.line().is_some() || text.contains("e.source"),
            "{text}: {error:?}"
        );
    }
}

#[test]
fn an_exception_that_a_call_back_of_the_library_meets_is_its_own() {
    let error = Bench::new().fails("sorted([2, 1], key=lambda x: x.missing)");
    assert_eq!(error.message(), "AttributeError: 'int' object has no attribute 'missing'");
    assert_eq!(error.frames()[0].function, "<lambda>");
}

#[test]
fn what_one_script_breaks_is_whole_in_the_next() {
    let mut bench = Bench::new();
    bench.run("import builtins, gc\ndel builtins.len\ndel builtins.print\ngc.disable()").expect("runs");
    bench.run("import math\nmath.floor = None\nimport os.path\nos.path.join = None").expect("runs");
    bench.run("__builtins__.clear()").expect("runs");
    let text =
        "import math, os.path\ndef run(): return len('ab') + math.floor(1.5) + len(os.path.join('a', 'b'))";
    assert_eq!(bench.run(text), Ok(Value::Int(6)));
}

#[test]
fn what_one_script_does_to_sys_stays_its_own() {
    let folder = std::env::temp_dir().join(format!("glotta-python-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("made");
    std::fs::write(folder.join("of_a_folder.py"), "x = 5").expect("written");
    let mut bench = Bench::new();
    let text = format!(
        "import sys\nsys.path.append({folder:?})\nimport of_a_folder\ndef run(): return of_a_folder.x"
    );
    assert_eq!(bench.run(&text), Ok(Value::Int(5)), "its own folders count for it");
    let text = format!("import sys\ndef run(): return {folder:?} in sys.path");
    assert_eq!(bench.run(&text), Ok(Value::Bool(false)));
    for text in ["import sys\nsys.modules.clear()", "import sys\ndel sys.modules['sys']"] {
        let error = bench.fails(text);
        assert!(error.message().contains("mappingproxy"), "{error}");
    }
    bench
        .run("import sys\nsys.path = sys.stdout = sys.stderr = sys.modules = None\ndel sys.exit")
        .expect("runs");
    bench.run("import sys, json\nsys.stdout.write('on\\n')\nsys.exit").expect("runs");
    assert_eq!(bench.printed(), "on");
    std::fs::remove_dir_all(folder).expect("removed");
}

#[test]
fn scripts_that_import_each_other_are_an_error() {
    let error = Bench::new().fails("import first");
    assert!(error.message().contains("first.py -> second.py -> first.py"), "{error}");
}

#[test]
fn imported_scripts_are_shared_and_run_once() {
    let mut bench = Bench::new();
    let text = "import shared\nshared.count += 1\ndef run(): return shared.count";
    assert_eq!(bench.run(text), Ok(Value::Int(1)));
    assert_eq!(bench.run(text), Ok(Value::Int(2)));
}

#[test]
fn the_library_finds_the_module_of_a_class_and_scripts_do_not() {
    let mut bench = Bench::new();
    let text = "from __future__ import annotations\nfrom dataclasses import dataclass\n\
                @dataclass\nclass A:\n    x: int = 2\ndef run(): return A().x";
    assert_eq!(bench.run(text), Ok(Value::Int(2)));
    assert_eq!(bench.fails("import main").kind(), ErrorKind::NotFound);
}

#[test]
fn numbers_and_texts_without_a_value_are_refused() {
    for text in ["def run(): return 2**64", "def run(): return '\\ud800'", "def run(): return {1: 2}"] {
        assert_eq!(Bench::new().fails(text).kind(), ErrorKind::Type, "{text}");
    }
    let error = Bench::new().fails("def run():\n    a = []\n    a.append(a)\n    return a");
    assert!(error.message().contains("contains itself"), "{error}");
}

#[test]
fn memory_is_counted_and_limited() {
    let mut bench = Bench::new();
    bench.language.set_memory_limit(Some(32 << 20)).expect("limits");
    let error = bench.fails("x = []\nwhile True: x.append('x' * 10000 + str(len(x)))");
    assert_eq!(error.kind(), ErrorKind::OutOfMemory, "{error:?}");
    let error = bench.fails("x = bytearray(1 << 30)");
    assert_eq!(error.kind(), ErrorKind::OutOfMemory);
    bench.language.collect_garbage(&mut bench.host);
    let usage = bench.language.memory_usage();
    assert!(usage.peak > 16 << 20 && usage.peak <= 33 << 20, "{usage:?}");
    assert!(usage.current < usage.peak, "{usage:?}");
}
