use glotta_core::{ErrorKind, Value};

use crate::game::Game;

#[test]
fn a_required_script_runs_once_and_is_shared() {
    let mut game = Game::new();
    game.files.put("shared.lua", "print('runs') local M = {count = 0} function M.add() M.count = M.count + 1 return M.count end return M");
    let first =
        game.load_as("a.lua", "local s = require 'shared' function go() return s.add() end").expect("loads");
    let second =
        game.load_as("b.lua", "local s = require('shared') function go() return s.add() end").expect("loads");
    assert_eq!(game.call(first, "go", &[]), Ok(Value::Int(1)));
    assert_eq!(game.call(second, "go", &[]), Ok(Value::Int(2)));
    assert_eq!(game.host.printed, "runs\n");
}

#[test]
fn a_script_that_returns_nothing_gives_its_globals() {
    let mut game = Game::new();
    game.files.put("util/math.lua", "function double(x) return x * 2 end");
    game.files.put("no.lua", "return false");
    assert_eq!(game.eval("return require('util.math').double(4)"), Value::Int(8));
    assert_eq!(game.eval("return double"), Value::Null);
    assert_eq!(game.eval("return require('no')"), Value::Bool(false));
}

#[test]
fn a_missing_script_and_a_wrong_name_are_errors() {
    let mut game = Game::new();
    let error = game.load("\nrequire 'nowhere'").expect_err("missing");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.to_string(), "test.lua:2: require: there is no script \"nowhere\": tried nowhere.lua");
    let error = game.error("require(5)");
    assert_eq!(error.message(), "require: argument 1 (name): expected string, got int 5");
}

#[test]
fn an_error_in_a_required_script_is_placed_there() {
    let mut game = Game::new();
    game.files.put("broken.lua", "local x = = 1");
    game.files.put("failing.lua", "\nerror('no')");
    game.files.put("outer.lua", "require 'failing'");
    let error = game.load("require 'broken'").expect_err("broken");
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Syntax, "broken.lua:1: unexpected symbol near '='")
    );
    let error = game.load("\n\nrequire 'outer'").expect_err("fails");
    assert_eq!(
        error.report(),
        "failing.lua:2: no\n    at failing.lua:2\n    at outer.lua:1\n    at test.lua:3"
    );
    // A failed script is not kept.
    game.files.put("failing.lua", "return 7");
    game.files.put("outer.lua", "return require 'failing'");
    assert_eq!(game.eval("return require 'outer'"), Value::Int(7));
}

#[test]
fn scripts_that_require_each_other_are_told_the_chain() {
    let mut game = Game::new();
    game.files.put("a.lua", "require 'b'");
    game.files.put("b.lua", "require 'c'");
    game.files.put("c.lua", "require 'a'");
    let error = game.load("require 'a'").expect_err("cycle");
    assert_eq!(error.message(), "require: scripts import each other: a.lua -> b.lua -> c.lua -> a.lua");
    let error = game.load_as("a.lua", "require 'b'").expect_err("cycle");
    assert_eq!(error.message(), "require: scripts import each other: a.lua -> b.lua -> c.lua -> a.lua");
    game.files.put("self.lua", "require 'self'");
    let error = game.load("pcall(require, 'self') require 'self'").expect_err("cycle");
    assert_eq!(error.message(), "require: scripts import each other: self.lua -> self.lua");
    // Required late, when both have run, it is no cycle.
    game.files.put("d.lua", "return function() return require('e') end");
    game.files.put("e.lua", "local d = require('d') return 5");
    assert_eq!(game.eval("return require('d')()"), Value::Int(5));
}

#[test]
fn a_script_that_is_loaded_again_sees_what_has_changed_below_it() {
    let mut game = Game::new();
    game.files.put("deep.lua", "return {v = 1}");
    game.files.put("shared.lua", "local d = require 'deep' return {get = function() return d.v end}");
    let text = "local s = require 'shared' function go() return s.get() end";
    let old = game.load_as("a.lua", text).expect("loads");
    game.files.put("deep.lua", "return {v = 2}");
    let new = game.load_as("a.lua", text).expect("loads");
    assert_eq!(game.call(old, "go", &[]), Ok(Value::Int(1)), "the old version goes on with the old code");
    assert_eq!(game.call(new, "go", &[]), Ok(Value::Int(2)));
    game.unload(old);
    assert_eq!(game.call(new, "go", &[]), Ok(Value::Int(2)));
}

#[test]
fn a_script_required_late_is_fresh_too() {
    let mut game = Game::new();
    game.files.put("late.lua", "print('runs') return 1");
    let text = "function go() return require 'late' end";
    let old = game.load_as("a.lua", text).expect("loads");
    assert_eq!(game.call(old, "go", &[]), Ok(Value::Int(1)));
    game.files.put("late.lua", "return 2");
    assert_eq!(game.call(old, "go", &[]), Ok(Value::Int(1)), "nothing was loaded since");
    let new = game.load_as("a.lua", text).expect("loads");
    assert_eq!(game.call(new, "go", &[]), Ok(Value::Int(2)));
    assert_eq!(game.host.printed, "runs\n");
}

#[test]
fn what_was_required_is_forgotten_with_the_last_that_used_it() {
    let mut game = Game::new();
    game.files.put("deep.lua", "print('deep')");
    game.files.put("shared.lua", "print('shared') require 'deep'");
    let first = game.load_as("a.lua", "require 'shared'").expect("loads");
    let second = game.load_as("b.lua", "require 'shared'").expect("loads");
    game.unload(first);
    let third = game.load_as("a.lua", "require 'deep'").expect("loads");
    game.unload(second);
    game.load_as("c.lua", "require 'shared'").expect("loads");
    assert_eq!(game.host.printed, "shared\ndeep\nshared\n", "the third kept one of them");
    game.unload(third);
}

#[test]
fn requiring_within_a_coroutine_or_a_protected_call_works() {
    let mut game = Game::new();
    game.files.put("shared.lua", "return {1}");
    game.files.put("yields.lua", "coroutine.yield()");
    assert_eq!(
        game.eval("return coroutine.wrap(function() return require('shared')[1] end)()"),
        Value::Int(1)
    );
    assert_eq!(game.eval("return select(2, pcall(require, 'shared'))[1]"), Value::Int(1));
    assert_eq!(
        game.error("coroutine.wrap(function() require('yields') end)()").message(),
        "attempt to yield across a C-call boundary"
    );
}
