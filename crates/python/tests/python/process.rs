//! The end of a process whose scripts have left something running: in a process of its own.

use std::process::Command;

use glotta_core::Value;

use crate::bench::Bench;

/// What the child process does; set in its environment.
const PART: &str = "GLOTTA_TEST_CHILD";

/// Runs the test `child` of this program in a process of its own, and gives its exit code, and what it wrote.
fn run_child(part: &str) -> (Option<i32>, String) {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program)
        .args(["--exact", "process::child", "--nocapture"])
        .env(PART, part)
        .output()
        .expect("it runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&text).into_owned())
}

/// No test by itself: see [`run_child`].
#[test]
fn child() {
    let Ok(part) = std::env::var(PART) else { return };
    let mut bench = Bench::new();
    let text = match part.as_str() {
        "thread" => {
            "import threading, time\n\
             def busy():\n    while True: sum(range(100))\n\
             for target in (busy, lambda: time.sleep(600), lambda: threading.Event().wait()):\n\
             \u{20}   threading.Thread(target=target).start()\n    threading.Thread(target=target, daemon=True).start()"
        }
        "generator" => {
            "\
             def g():\n    try:\n        yield\n    finally:\n        print('never'); raise ValueError\n\
             it = g()\nnext(it)\n\
             class D:\n    def __del__(self): print('late'); raise ValueError\nd = D()"
        }
        "thread in a call" => {
            // The language is dropped on another thread than the one that runs on.
            std::thread::spawn(|| Bench::new().run("import time\ntime.sleep(600)"));
            std::thread::sleep(std::time::Duration::from_millis(50));
            "x = 1"
        }
        other => panic!("no part {other}"),
    };
    bench.run(text).expect("runs");
    assert_eq!(bench.run("def run(): return 1"), Ok(Value::Int(1)));
    drop(bench);
    // Here the program ends.
}

#[test]
fn threads_that_still_run_do_not_keep_the_process_nor_crash_it() {
    for _ in 0..5 {
        let (code, text) = run_child("thread");
        assert_eq!(code, Some(0), "{text}");
        assert!(text.contains("test result: ok. 1 passed"), "{text}");
    }
}

#[test]
fn a_call_that_still_runs_on_another_thread_does_not_keep_the_process() {
    let (code, text) = run_child("thread in a call");
    assert_eq!(code, Some(0), "{text}");
}

#[test]
fn generators_and_finalisers_that_are_left_do_not_crash_the_end() {
    let (code, text) = run_child("generator");
    assert_eq!(code, Some(0), "{text}");
    assert!(!text.contains("never"), "{text}");
}
