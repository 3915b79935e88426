//! Scripts that do not end by themselves: each is interrupted once.

use std::time::Duration;

use glotta_core::{ErrorKind, Language, ModuleId, ScriptError, Source, Value};

use crate::bench::Bench;

/// Runs a script that does not end, interrupts it once, and gives its error.
#[track_caller]
fn interrupted(bench: &mut Bench, text: &str) -> ScriptError {
    let interrupt = bench.language.interrupt().expect("it can");
    let watchdog = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        interrupt.interrupt();
    });
    let error = bench.fails(text);
    watchdog.join().expect("ends");
    error
}

#[test]
fn a_loop_without_end_can_be_interrupted() {
    let text = "while True:\n    try:\n        pass\n    except Exception:\n        pass";
    let error = interrupted(&mut Bench::new(), text);
    assert_eq!((error.kind(), error.message()), (ErrorKind::Timeout, "the script has used up its time"));
}

#[test]
fn a_script_that_catches_everything_is_interrupted_again() {
    for text in [
        "while True:\n    try:\n        while True: pass\n    except:\n        pass",
        "def f():\n    while True:\n        try:\n            while True: pass\n        except BaseException as e: e = None\n\
         while True:\n    try: f()\n    except BaseException: pass",
        "def f():\n    try:\n        while True: pass\n    finally:\n        while True: pass\nf()",
        "def f():\n    while True:\n        try:\n            while True: pass\n        finally:\n            continue\nf()",
        "import contextlib\nwhile True:\n    with contextlib.suppress(BaseException):\n        while True: pass",
        "from threading import _sys as sys\nwhile True:\n    try:\n        while True: pass\n    except BaseException:\n        sys.settrace(None)",
        "class A:\n    def __del__(self):\n        while True: pass\nwhile True: A()",
        "class A:\n    def __eq__(self, other):\n        while True: pass\nwhile True:\n    try:\n        A() in [1, 2]\n    except: pass",
        "def g():\n    while True:\n        try:\n            yield\n        except BaseException: pass\nfor x in g(): pass",
        "class E(Exception):\n    def __str__(self):\n        while True:\n            try:\n                while True: pass\n\
         \u{20}           except: pass\nstr(E())",
    ] {
        let error = interrupted(&mut Bench::new(), text);
        assert_eq!(error.kind(), ErrorKind::Timeout, "{text}: {error:?}");
    }
}

#[test]
fn a_script_that_sleeps_is_interrupted_where_it_does() {
    let error = interrupted(&mut Bench::new(), "import time\ndef wait():\n    time.sleep(1e6)\nwait()");
    assert_eq!((error.kind(), error.line()), (ErrorKind::Timeout, Some(3)), "{error:?}");
    assert_eq!(error.frames().len(), 2, "{error:?}");
    let mut bench = Bench::new();
    assert!(bench.run("import time\ndef run(): return time.sleep(0.12), time.sleep(0)").is_ok());
    let error = bench.fails("import time\ntime.sleep(-1)");
    assert!(error.message().contains("must be non-negative"), "{error:?}");
    assert!(bench.fails("import time\ntime.sleep('long')").message().starts_with("TypeError"));
}

#[test]
fn an_error_that_never_ends_its_sentence_is_interrupted() {
    let text = "class E(Exception):\n    def __str__(self):\n        while True:\n            try:\n                while True: pass\n\
         \u{20}           except: pass\nraise E()";
    let error = interrupted(&mut Bench::new(), text);
    assert_eq!((error.kind(), error.message()), (ErrorKind::Runtime, "E: its __str__ fails"));
}

#[test]
fn an_interrupt_reaches_nobody_but_the_call_that_runs() {
    let mut bench = Bench::new();
    let interrupt = bench.language.interrupt().expect("it can");
    interrupt.interrupt();
    assert_eq!(bench.run("def run(): return sum(range(1000))"), Ok(Value::Int(499_500)));
    // Threads that end give their number to those that come.
    for _ in 0..50 {
        let mut moved = bench;
        bench = std::thread::spawn(move || {
            assert_eq!(moved.run("def run(): return sum(range(100))"), Ok(Value::Int(4950)));
            moved
        })
        .join()
        .expect("ends");
        interrupt.interrupt();
        let other = std::thread::spawn(|| Bench::new().run("def run(): return len([x for x in range(9)])"));
        assert_eq!(other.join().expect("ends"), Ok(Value::Int(9)));
    }
}

#[test]
fn interrupts_at_any_time_end_the_call_or_nothing() {
    let mut bench = Bench::new();
    bench.run("n = 0").expect("runs");
    let interrupt = bench.language.interrupt().expect("it can");
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let watchdog = std::thread::spawn(move || {
        while stopped.recv_timeout(Duration::from_micros(200)).is_err() {
            interrupt.interrupt();
        }
    });
    let source =
        Source::new("main.py", "def run():\n    n = 0\n    for i in range(1000): n += i\n    return n");
    let module = loop {
        let number = bench.next_number();
        match bench.language.load(&mut bench.host, ModuleId(number), &source) {
            Ok(()) => break ModuleId(number),
            Err(error) => assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}"),
        }
    };
    let run = bench.language.find(module, "run").expect("defined");
    for _ in 0..2000 {
        match bench.language.call(&mut bench.host, run, &[]) {
            Ok(value) => assert_eq!(value, Value::Int(499_500)),
            Err(error) => assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}"),
        }
    }
    stop.send(()).expect("listens");
    watchdog.join().expect("ends");
    assert_eq!(bench.language.call(&mut bench.host, run, &[]), Ok(Value::Int(499_500)));
}
