//! Several threads: of the engine, and of scripts.

use std::rc::Rc;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use glotta_core::{Arg, Language as _, Value};
use glotta_python::PythonLanguage;
use pyo3::ffi;

use crate::bench::Bench;
use crate::game::Game;

/// Longer than anything here takes; a test that waits so long has failed.
const LONG: Duration = Duration::from_secs(60);

#[test]
fn while_no_script_runs_another_thread_has_the_interpreter() {
    let mut bench = Bench::new();
    assert_eq!(bench.run("def run(): return 1"), Ok(Value::Int(1)));
    let (done, is_done) = mpsc::channel();
    let other = std::thread::spawn(move || {
        #[allow(unsafe_code, reason = "takes the interpreter's lock, as any library in the game may")]
        // SAFETY: the interpreter runs, and each call of the pair is made on this thread.
        unsafe {
            let state = ffi::PyGILState_Ensure();
            let ran = ffi::PyRun_SimpleString(c"total = sum(range(10))".as_ptr());
            ffi::PyGILState_Release(state);
            done.send(ran).expect("waits");
        }
    });
    // The language lives on here, idle.
    assert_eq!(is_done.recv_timeout(LONG), Ok(0));
    other.join().expect("ends");
    let other = std::thread::spawn(|| Bench::new().run("def run(): return 2"));
    assert_eq!(other.join().expect("ends"), Ok(Value::Int(2)));
    assert_eq!(bench.run("def run(): return 3"), Ok(Value::Int(3)));
}

#[test]
fn a_series_of_calls_keeps_the_interpreter_until_it_ends() {
    let mut game = Game::new();
    let module = game.load("def f(x): return x + 1").expect("loads");
    #[allow(unsafe_code, reason = "asks whether this thread has the interpreter's lock")]
    // SAFETY: it asks only, and the interpreter runs.
    let has_it = || unsafe { ffi::PyGILState_Check() == 1 };
    let mut had = vec![has_it()];
    let language = Rc::clone(&game.language);
    language.in_series(&mut || {
        for number in 0..3 {
            assert_eq!(game.call(module, "f", &[Arg::Int(number)]), Ok(Value::Int(number + 1)));
            had.push(has_it());
        }
    });
    had.push(has_it());
    assert_eq!(had, [false, true, true, true, false]);
    PythonLanguage::new().in_series(&mut || had.clear());
    assert!(had.is_empty(), "they run though the language was not started");
}

#[test]
fn a_language_goes_from_thread_to_thread() {
    let mut bench = Bench::new();
    for number in 0..20 {
        bench = std::thread::spawn(move || {
            let text = format!("import shared\nshared.count += 1\ndef run(): return shared.count + {number}");
            assert_eq!(bench.run(&text), Ok(Value::Int(2 * number + 1)));
            bench
        })
        .join()
        .expect("ends well");
    }
}

#[test]
fn a_thread_of_a_script_goes_on_while_no_script_runs() {
    let mut bench = Bench::new();
    bench
        .run(
            "import threading, types, sys\nstate = types.SimpleNamespace(count=0, stop=False)\n\
             def work():\n    while not state.stop: state.count += 1\n\
             sys.modules['threading'].state = state\n\
             thread = threading.Thread(target=work)\nthread.start()",
        )
        .expect("runs");
    let mut count = || bench.run("import sys\ndef run(): return sys.modules['threading'].state.count");
    let first = count().expect("counts");
    let start = Instant::now();
    while count().expect("counts") == first && start.elapsed() < LONG {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_ne!(count().expect("counts"), first, "it had the lock meanwhile");
    let text = "import sys\nsys.modules['threading'].state.stop = True";
    bench.run(text).expect("ends it");
}

#[test]
fn a_thread_of_a_script_cannot_reach_the_engine_and_what_it_says_comes_later() {
    let mut bench = Bench::new();
    bench
        .run(
            "import threading\n\
             def work():\n    print('from a thread')\n    raise ValueError('in a thread')\n\
             thread = threading.Thread(target=work, name='worker')\nthread.start()\nthread.join()\nprint('after')",
        )
        .expect("runs");
    let printed = bench.printed();
    assert!(printed.starts_with("from a thread\n"), "{printed}");
    assert!(printed.contains("Exception in thread worker"), "{printed}");
    assert!(
        printed.contains("main.py\", line 4, in work\n") && printed.contains("ValueError: in a thread"),
        "{printed}"
    );
    assert!(printed.contains("\nafter"), "{printed}");
    let text = "import threading\nseen = []\n\
                def work():\n    try: entity_missing\n    except NameError as e: seen.append(str(e))\n\
                \u{20}   try: import shared\n    except ScriptError as e: seen.append(e.message)\n\
                t = threading.Thread(target=work)\nt.start()\nt.join()\ndef run(): return seen[1]";
    assert_eq!(bench.run(text), Ok(Value::from("the engine cannot be reached from here")));
}

#[test]
fn a_script_that_waits_lets_other_threads_run_scripts() {
    let (waits, is_waiting) = mpsc::channel();
    let waiting = std::thread::spawn(move || {
        let mut bench = Bench::new();
        waits.send(()).expect("listens");
        bench.run(
            "import threading, sys\nsys.modules['threading'].gate = gate = threading.Event()\n\
                   def run(): return gate.wait(60)",
        )
    });
    is_waiting.recv_timeout(LONG).expect("starts");
    let mut bench = Bench::new();
    let text = "import sys, threading\ndef run():\n    gate = getattr(sys.modules['threading'], 'gate', None)\n\
                \u{20}   if gate: gate.set()\n    return gate is not None";
    let start = Instant::now();
    while bench.run(text) != Ok(Value::Bool(true)) && start.elapsed() < LONG {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(waiting.join().expect("ends"), Ok(Value::Bool(true)));
}

#[test]
fn several_languages_run_on_several_threads() {
    let threads: Vec<_> = (0..8)
        .map(|number| {
            std::thread::spawn(move || {
                let mut bench = Bench::new();
                for _ in 0..20 {
                    let text = format!("x = {number}\nimport shared\nshared.count += 1\ndef run(): return x");
                    assert_eq!(bench.run(&text), Ok(Value::Int(number)));
                }
                assert_eq!(bench.run("import shared\ndef run(): return shared.count"), Ok(Value::Int(20)));
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("ends well");
    }
}
