use std::sync::Arc;

use glotta_core::{Arg, Callback, ErrorKind, Language, ReleaseQueue, Value};

use crate::game::Game;

#[test]
fn a_function_that_goes_out_comes_back_as_itself() {
    let mut game = Game::new();
    assert_eq!(
        game.eval("local f = function() end; test.keep(f); return test.kept(0) == f and test.echo(f) == f"),
        Value::Bool(true)
    );
    let module = game.load("function f() end function same(v) return v end").expect("loads");
    let out = game.call(module, "same", &[]).expect("returns");
    assert_eq!(out, Value::Null);
    game.load("test.keep(print)").expect("loads");
    let kept = Value::Function(game.host.world.kept.last().expect("kept").clone());
    assert_eq!(game.call(module, "same", &[Arg::Value(&kept)]), Ok(kept.clone()));
    let list = Value::List(vec![kept.clone(), kept]);
    assert_eq!(game.call(module, "same", &[Arg::Value(&list)]), Ok(list.clone()));
}

#[test]
fn a_kept_function_is_cut_off_when_its_script_is_unloaded() {
    let mut game = Game::new();
    let module =
        game.load("local big = ('x'):rep(1 << 20); test.keep(function() return big end)").expect("loads");
    let callback = game.host.world.kept[0].clone();
    let lua = game.language.clone();
    assert!(lua.call_back(&mut game.host, &callback, &[]).is_ok());
    game.collect_garbage();
    let before = lua.memory_usage().current;
    game.unload(module);
    game.collect_garbage();
    assert!(lua.memory_usage().current + (1 << 20) <= before, "what it held is gone");
    let error = lua.call_back(&mut game.host, &callback, &[]).expect_err("cut off");
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::NotFound, "the function's script was unloaded or reloaded: take it anew")
    );
    // Scripts that get it have a function still, which is equal to itself and goes out as what it was.
    let other = game
        .load(
            "function f() local kept = test.kept(0) local ok, err = pcall(kept)
             return type(kept) == 'userdata' and kept == test.kept(0) and err.message end
             function same(v) return v end",
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
    game.files.put("lib.lua", "return { f = function() return 'f' end }");
    let load = |game: &mut Game| game.load("test.keep(require('lib').f)").expect("loads");
    let (first, second) = (load(&mut game), load(&mut game));
    let callback = game.host.world.kept[0].clone();
    assert_eq!(callback, game.host.world.kept[1]);
    let lua = game.language.clone();
    game.unload(first);
    assert_eq!(lua.call_back(&mut game.host, &callback, &[]), Ok(Value::from("f")));
    game.unload(second);
    assert!(lua.call_back(&mut game.host, &callback, &[]).is_err());
}

#[test]
fn what_a_script_that_fails_to_load_gave_out_is_cut_off() {
    let mut game = Game::new();
    game.load("test.keep(function() end) error('no')").expect_err("fails");
    let callback = game.host.world.kept[0].clone();
    let lua = game.language.clone();
    assert!(lua.call_back(&mut game.host, &callback, &[]).is_err());
}

#[test]
fn a_dropped_callback_lets_its_function_go() {
    let mut game = Game::new();
    game.load("local big = ('x'):rep(1 << 20); test.keep(function() return big end)").expect("loads");
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
        .load("local function f() return 'f' end function give() test.keep(f) end function one() return test.kept(0)() end")
        .expect("loads");
    game.call(module, "give", &[]).expect("gives");
    let lua = game.language.clone();
    // Dropped during a call, so the queue is not emptied before the function goes out again.
    game.host.world.kept.clear();
    game.call(module, "give", &[]).expect("gives");
    assert_eq!(game.call(module, "one", &[]), Ok(Value::from("f")));
    let callback = game.host.world.kept[0].clone();
    assert_eq!(lua.call_back(&mut game.host, &callback, &[]), Ok(Value::from("f")));
}

#[test]
fn a_function_of_another_language_is_callable() {
    let mut game = Game::new();
    let foreign = Value::Function(Callback::new("other", 3, Arc::new(ReleaseQueue::new())));
    let module = game
        .load(
            "function go(f) return f(1, 'a', {2}) end
             function fail(f) return f() end
             function same(f) return f == test.echo(f) and tostring(f):sub(1, 9) end",
        )
        .expect("loads");
    let result = game.call(module, "go", &[Arg::Value(&foreign)]).expect("calls");
    assert_eq!(result.to_string(), "[1, \"a\", [2]]");
    let error = game.call(module, "fail", &[Arg::Value(&foreign)]).expect_err("wants arguments");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert_eq!(error.report(), "o.x:3:1: the other language wants arguments\n    at test.lua:2 in fail");
    assert_eq!(game.call(module, "same", &[Arg::Value(&foreign)]), Ok(Value::from("function:")));
    assert_eq!(game.host.world.seen.last(), Some(&foreign));
}

#[test]
fn calls_that_nest_too_deeply_end_in_an_error() {
    let mut game = Game::new();
    for body in [
        "local function f() return test.call(f, 1) end f()",
        "local function f() return select(2, pcall(test.call, f, 1)) end error(f(), 0)",
        "local function f() return coroutine.wrap(function() return test.call(f, 1) end)() end f()",
        "local t = setmetatable({}, {}) getmetatable(t).__index = function() return test.call(function() return t.x end, 1) end return t.x",
    ] {
        let error = game.error(body);
        assert_eq!(error.kind(), ErrorKind::Runtime, "{error:?}");
        assert!(error.message().contains("stack overflow"), "{error:?}");
        assert!(error.frames().len() < 1000, "{}", error.frames().len());
    }
    assert_eq!(game.eval("return test.int(1)"), Value::Int(1));
}

#[test]
fn a_coroutine_cannot_yield_through_the_engine() {
    let mut game = Game::new();
    let error = game.error("coroutine.wrap(function() test.call(coroutine.yield, 1) end)()");
    assert_eq!(error.message(), "attempt to yield across a C-call boundary");
}

#[test]
fn a_nested_call_from_a_coroutine_leaves_it_as_it_was() {
    let mut game = Game::new();
    assert_eq!(
        game.eval(
            "local co = coroutine.wrap(function()
               local a = test.call(function(x) return x + 1 end, 1)
               coroutine.yield(a)
               return test.call(function(x) return x * 2 end, a) end)
             return {co(), co()}"
        )
        .to_string(),
        "[2, 4]"
    );
}
