//! What scripts leave behind: generators, finalisers, a collector that is switched off.
//!
//! In a process of its own, and one after the other: all games share the interpreter, and what one has left behind the
//! collection of any other may find, and run there what ends it.

#![allow(clippy::panic, reason = "a failed expectation is a failed test")]

#[path = "../python/bench.rs"]
#[allow(dead_code, reason = "the other tests use the rest")]
mod bench;
#[path = "../python/game.rs"]
#[allow(dead_code, reason = "the other tests use the rest")]
mod game;

use std::sync::{Mutex, MutexGuard, PoisonError};

use glotta_core::{Language, ModuleId, Value};

use crate::bench::Bench;
use crate::game::Game;

/// Keeps the other tests waiting.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn a_generator_that_was_left_half_way_runs_its_end_with_the_engine() {
    let _alone = alone();
    let mut game = Game::new();
    let module = game
        .load(
            "def g():\n    try:\n        yield 1\n    finally:\n        print('late', entity.create())\n\
             it = g()\nprint(next(it))",
        )
        .expect("loads");
    assert_eq!(game.host.printed, "1\n");
    game.unload(module);
    game.collect_garbage();
    assert_eq!(game.host.printed, "1\nlate Entity(0v0)\n");
}

#[test]
fn an_error_of_a_finaliser_is_told_with_its_place() {
    let _alone = alone();
    let mut bench = Bench::new();
    bench
        .run("class D:\n    def __del__(self):\n        raise ValueError('in a finaliser')\nd = D()\nd = None\nprint('on')")
        .expect("runs");
    assert_eq!(
        bench.printed(),
        "main.py:3: an exception was raised where nothing can catch it, in D.__del__: ValueError: in a finaliser\non"
    );
    bench.run("class D:\n    def __del__(self): raise KeyError('\\ud800')\nd = D()").expect("runs");
    let module = ModuleId(bench.next_number() - 1);
    bench.language.unload(&mut bench.host, module);
    bench.language.collect_garbage(&mut bench.host);
    let printed = bench.printed();
    assert!(printed.starts_with("main.py:2: ") && printed.contains("in D.__del__: KeyError: "), "{printed}");
}

#[test]
fn errors_of_finalisers_that_cannot_be_shown_are_told_too() {
    let _alone = alone();
    let mut bench = Bench::new();
    bench
        .run(
            "class E(BaseException):\n    def __str__(self): raise self\n    __repr__ = __str__\n\
             class D:\n    def __del__(self): raise E\nD()\n\
             class Odd:\n    def __getattr__(self, name): raise KeyError\n    def __call__(self, ref): raise SystemExit(3)\n\
             import weakref\nclass T: pass\nt = T()\nr = weakref.ref(t, Odd())\ndel t",
        )
        .expect("runs");
    let printed = bench.printed();
    assert!(printed.contains("in D.__del__: E: its __str__ fails"), "{printed}");
    assert!(printed.contains("in Odd: the script called sys.exit(3)"), "{printed}");
}

#[test]
fn a_finaliser_in_the_middle_of_a_function_of_the_engine_is_heard_later() {
    let _alone = alone();
    let mut game = Game::new();
    // The collector runs as the engine's answer is made: there, the engine is lent to its own function.
    game.load(
        "import gc\n\
         class D:\n\
         \u{20}   def __init__(self): self.me = self\n\
         \u{20}   def __del__(self):\n        print('freed')\n        try: entity.create()\n        \
         except ScriptError as error: print(f'refused: {error}')\n\
         many = [[] for i in range(1000)]\n\
         for i in range(50):\n    D()\n    test.echo(many)\n\
         gc.collect()",
    )
    .expect("runs");
    let freed = game.host.printed.lines().filter(|line| *line == "freed").count();
    assert_eq!(freed, 50, "{}", game.host.printed);
    let refused = game.host.printed.lines().filter(|line| {
        line.starts_with("refused:") && line.contains("the engine cannot be reached from here")
    });
    let (created, refused) = (game.host.world.data.len(), refused.count());
    assert_eq!(created + refused, 50, "{}", game.host.printed);
}

#[test]
fn a_collector_that_a_script_switched_off_is_on_again() {
    let _alone = alone();
    let mut bench = Bench::new();
    bench.run("import gc\ngc.disable()\nassert not gc.isenabled()").expect("runs");
    assert_eq!(bench.run("import gc\ndef run(): return gc.isenabled()"), Ok(Value::Bool(true)));
}

#[test]
fn a_line_that_was_begun_is_put_out_at_the_end_of_the_call() {
    let _alone = alone();
    let mut bench = Bench::new();
    bench.run("import sys\nsys.stdout.write('a'); sys.stderr.write('b'); print('c', end='')").expect("runs");
    let mut lines = bench.host.printed.clone();
    lines.sort();
    assert_eq!(lines, ["a", "b", "c"]);
}

#[test]
fn output_that_a_script_redirects_goes_where_it_says() {
    let _alone = alone();
    let mut bench = Bench::new();
    let text = "import io, sys, contextlib\nto = io.StringIO()\n\
                with contextlib.redirect_stdout(to): print('one')\n\
                sys.stdout = to\nprint('two')\nsys.stdout = sys.__stdout__\nprint('three')\n\
                def run(): return to.getvalue()";
    assert_eq!(bench.run(text), Ok(Value::from("one\ntwo\n")));
    assert_eq!(bench.printed(), "three");
    bench.run("print('four')").expect("runs");
    assert_eq!(bench.printed(), "four");
}
