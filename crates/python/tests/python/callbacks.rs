//! Functions of scripts in the hands of the engine, and functions of other languages in those of scripts.

use std::sync::Arc;

use glotta_core::{Arg, Callback, ErrorKind, Language, ReleaseQueue, Value};

use crate::game::Game;

#[test]
fn a_function_that_goes_out_comes_back_as_itself() {
    let mut game = Game::new();
    assert_eq!(
        game.eval("def f(): pass\ntest.keep(f)\nreturn test.kept(0) is f and test.echo(f) is f"),
        Value::Bool(true)
    );
    let module = game.load("def same(v): return v").expect("loads");
    game.load("test.keep(print)").expect("loads");
    let kept = Value::Function(game.host.world.kept.last().expect("kept").clone());
    assert_eq!(game.call(module, "same", &[Arg::Value(&kept)]), Ok(kept.clone()));
    let list = Value::List(vec![kept.clone(), kept]);
    assert_eq!(game.call(module, "same", &[Arg::Value(&list)]), Ok(list.clone()));
}

#[test]
fn a_method_is_the_same_function_each_time_it_is_written() {
    let mut game = Game::new();
    game.load(
        "class Hero:\n    def hit(self): pass\n\
         a, b = Hero(), Hero()\n\
         test.keep(a.hit); test.keep(a.hit); test.keep(b.hit)",
    )
    .expect("loads");
    let kept = &game.host.world.kept;
    assert!(kept[0] == kept[1] && kept[0] != kept[2]);
}

#[test]
fn a_kept_function_is_cut_off_when_its_script_is_unloaded() {
    let mut game = Game::new();
    let module =
        game.load("big = bytearray(1 << 20)\ndef f(): return len(big)\ntest.keep(f)").expect("loads");
    let callback = game.host.world.kept[0].clone();
    let python = game.language.clone();
    assert!(python.call_back(&mut game.host, &callback, &[]).is_ok());
    game.collect_garbage();
    let before = python.memory_usage().current;
    game.unload(module);
    game.collect_garbage();
    assert!(python.memory_usage().current + (1 << 20) <= before, "what it held is gone");
    let error = python.call_back(&mut game.host, &callback, &[]).expect_err("cut off");
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::NotFound, "the function's script was unloaded or reloaded: take it anew")
    );
    // Scripts that get it have a function still, which is equal to itself and goes out as what it was.
    let other = game
        .load(
            "def f():\n    kept = test.kept(0)\n    try:\n        kept()\n    except Exception as error:\n\
             \x20       return callable(kept) and kept == test.kept(0) and error.message\n\
             def same(v): return v",
        )
        .expect("loads");
    assert_eq!(
        game.call(other, "f", &[]),
        Ok(Value::from("the function's script was unloaded or reloaded: take it anew"))
    );
    let kept = Value::Function(callback);
    assert_eq!(game.call(other, "same", &[Arg::Value(&kept)]), Ok(kept));
}

#[test]
fn a_function_that_two_scripts_gave_out_goes_with_the_last() {
    let mut game = Game::new();
    // Each script has its own copy of what it imports, so one function reaches two by way of the engine.
    let first = game.load("def f(): return 'f'\ntest.keep(f)").expect("loads");
    let second = game.load("test.keep(test.kept(0))").expect("loads");
    let callback = game.host.world.kept[0].clone();
    assert_eq!(callback, game.host.world.kept[1]);
    let python = game.language.clone();
    game.unload(first);
    assert_eq!(python.call_back(&mut game.host, &callback, &[]), Ok(Value::from("f")));
    game.unload(second);
    assert!(python.call_back(&mut game.host, &callback, &[]).is_err());
}

#[test]
fn what_a_script_that_fails_to_load_gave_out_is_cut_off() {
    let mut game = Game::new();
    game.load("test.keep(lambda: 1)\nraise ValueError()").expect_err("fails");
    let callback = game.host.world.kept[0].clone();
    let python = game.language.clone();
    assert!(python.call_back(&mut game.host, &callback, &[]).is_err());
}

#[test]
fn a_dropped_callback_lets_its_function_go() {
    let mut game = Game::new();
    let module =
        game.load("def give():\n    big = bytearray(1 << 20)\n    test.keep(lambda: big)").expect("loads");
    game.call(module, "give", &[]).expect("gives");
    game.collect_garbage();
    let before = game.language.memory_usage().current;
    let kept = std::mem::take(&mut game.host.world.kept);
    std::thread::spawn(move || drop(kept)).join().expect("drops");
    game.collect_garbage();
    let after = game.language.memory_usage().current;
    assert!(after + (1 << 20) <= before, "{before} to {after}");
}

#[test]
fn a_function_can_be_given_out_again_while_the_last_callback_is_on_its_way_back() {
    let mut game = Game::new();
    let module = game
        .load("def f(): return 'f'\ndef give(): test.keep(f)\ndef one(): return test.kept(0)()")
        .expect("loads");
    game.call(module, "give", &[]).expect("gives");
    // Dropped during no call, so the queue is emptied only when the next one begins.
    game.host.world.kept.clear();
    game.call(module, "give", &[]).expect("gives");
    assert_eq!(game.call(module, "one", &[]), Ok(Value::from("f")));
    let callback = game.host.world.kept[0].clone();
    let python = game.language.clone();
    assert_eq!(python.call_back(&mut game.host, &callback, &[]), Ok(Value::from("f")));
}

#[test]
fn a_function_of_another_language_is_callable() {
    let mut game = Game::new();
    let foreign = Value::Function(Callback::new("other", 3, Arc::new(ReleaseQueue::new())));
    let module = game
        .load(
            "def go(f): return f(1, 'a', [2])\n\
             def fail(f):\n    return f()\n\
             def same(f): return f == test.echo(f) and repr(f)\n\
             def named(f): return f(x=1)",
        )
        .expect("loads");
    let result = game.call(module, "go", &[Arg::Value(&foreign)]).expect("calls");
    assert_eq!(result.to_string(), "[1, \"a\", [2]]");
    let error = game.call(module, "fail", &[Arg::Value(&foreign)]).expect_err("wants arguments");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert_eq!(error.report(), "o.x:3:1: the other language wants arguments\n    at test.py:3 in fail");
    assert_eq!(game.call(module, "same", &[Arg::Value(&foreign)]), Ok(Value::from("<function of other>")));
    assert_eq!(game.host.world.seen.last(), Some(&foreign));
    let error = game.call(module, "named", &[Arg::Value(&foreign)]).expect_err("takes no names");
    assert_eq!(error.message(), "a function of another language takes no keyword arguments");
}

#[test]
fn calls_that_nest_too_deeply_end_in_an_error() {
    let mut game = Game::new();
    for body in [
        "def f(v): return test.call(f, 1)\nf(1)",
        "def f(v):\n    try:\n        return test.call(f, 1)\n    except Exception as e:\n        raise e\nf(1)",
        "class A:\n    def __getattr__(self, n): return test.call(lambda v: self.x, 1)\nA().x",
    ] {
        let error = game.error(body);
        assert_eq!(error.kind(), ErrorKind::Runtime, "{error:?}");
        let text = error.message();
        assert!(text.contains("stack overflow") || text.contains("recursion"), "{error:?}");
        assert!(error.frames().len() < 1000, "{}", error.frames().len());
    }
    assert_eq!(game.eval("return test.int(1)"), Value::Int(1));
}

#[test]
fn a_nested_call_from_a_generator_leaves_it_as_it_was() {
    let mut game = Game::new();
    assert_eq!(
        game.eval(
            "def g():\n    a = test.call(lambda x: x + 1, 1)\n    yield a\n    yield test.call(lambda x: x * 2, a)\n\
             return list(g())"
        )
        .to_string(),
        "[2, 4]"
    );
}
